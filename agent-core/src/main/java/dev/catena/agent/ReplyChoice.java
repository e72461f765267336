package dev.catena.agent;

import dev.catena.event.Usage;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.Objects;

/// What a [ReplyPolicy] chose.
///
/// @param kind of reply
/// @param text the whole answer where the kind is [Kind#SAID]; else empty
/// @param reason for people who look at the run afterwards, such as the figures that decided
/// @param usage what it cost to choose
public record ReplyChoice(Kind kind, String text, String reason, Usage usage) {
  /// Checks the parts.
  public ReplyChoice {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(usage, "usage");
    if (text.isBlank() == (kind == Kind.SAID)) {
      throw new IllegalArgumentException("a reply of kind %s with the text '%s'".formatted(kind, text));
    }
  }

  /// The model writes what it likes.
  public static ReplyChoice free(String reason, Usage usage) {
    return new ReplyChoice(Kind.FREE, "", reason, usage);
  }

  /// The model must call a tool, and answer in words after it.
  public static ReplyChoice call(String reason, Usage usage) {
    return new ReplyChoice(Kind.CALL, "", reason, usage);
  }

  /// The model must answer in words.
  public static ReplyChoice words(String reason, Usage usage) {
    return new ReplyChoice(Kind.WORDS, "", reason, usage);
  }

  /// The answer is given, and the model is not asked: a refusal mostly. It has no citations.
  ///
  /// @param text not blank
  public static ReplyChoice said(String text, String reason, Usage usage) {
    return new ReplyChoice(Kind.SAID, text, reason, usage);
  }

  /// Kinds of replies.
  public enum Kind {
    /// Whatever the model likes.
    FREE(ToolChoice.AUTO),
    /// The call of a tool, and words after its result. A call that failed may be tried again. The model is shown no passages:
    /// they have nothing to do with it.
    CALL(ToolChoice.REQUIRED),
    /// Words, and no call.
    WORDS(ToolChoice.NONE),
    /// A text that is given.
    SAID(ToolChoice.NONE);

    private final ToolChoice tools;

    Kind(ToolChoice tools) {
      this.tools = tools;
    }

    ToolChoice tools() {
      return tools;
    }
  }
}
