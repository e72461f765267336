package dev.catena.samples.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catena.agent.Outcome;
import dev.catena.event.Usage;
import dev.catena.knowledge.Citation;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a question ended: what `ask --json` prints.
///
/// @param outcome `answered`, `limit-reached`, `awaiting-approval`, `cancelled` or `failed`
/// @param reason why not answered; absent when answered
/// @param message the same for people, in one line; absent when answered
/// @param declined whether the agent's policy found that the documents do not answer; `text` then says so
/// @param text the answer, or the part of it there is
/// @param citations where the answer stands
/// @param passages what was found for a question that no model could be asked; absent when one was
/// @param toolCalls the calls made, in order
/// @param usage tokens of all model calls together
/// @param timings where the time went
@JsonInclude(JsonInclude.Include.NON_NULL)
record AskReport(
    String outcome,
    @Nullable String reason,
    @Nullable String message,
    boolean declined,
    String text,
    List<Quote> citations,
    @Nullable List<Passage> passages,
    List<ToolCall> toolCalls,
    Tokens usage,
    Times timings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Control characters that JSON lets stand and a terminal may obey.
  private static final Pattern UPPER_CONTROLS = Pattern.compile("[\\x7f-\\x9f]");

  /// A place in a document; offsets are UTF-16 units of the document's text.
  ///
  /// @param document the path below the folder
  /// @param start where the quote starts
  /// @param end where it ends, exclusive
  /// @param quote exactly that text
  record Quote(String document, int start, int end, String quote) {
    static Quote of(Citation citation) {
      return new Quote(citation.document(), citation.start(), citation.end(), citation.quote());
    }
  }

  /// A stretch of a document that was found; offsets as in [Quote].
  ///
  /// @param document the path below the folder
  /// @param start where the text starts
  /// @param end where it ends, exclusive
  /// @param text exactly that text
  record Passage(String document, int start, int end, String text) {}

  /// A tool call that was made.
  ///
  /// @param name the tool
  /// @param arguments a JSON object
  /// @param result what the model got to read
  record ToolCall(String name, @JsonRawValue String arguments, String result) {
    static ToolCall of(dev.catena.agent.ToolCall call) {
      return new ToolCall(call.name(), call.arguments(), call.result());
    }
  }

  /// Tokens.
  ///
  /// @param inputTokens read, cached ones included
  /// @param outputTokens written
  /// @param cachedTokens of the input, those that were not computed again
  record Tokens(long inputTokens, long outputTokens, long cachedTokens) {
    static Tokens of(Usage usage) {
      return new Tokens(usage.inputTokens(), usage.outputTokens(), usage.cachedTokens());
    }
  }

  /// Times in milliseconds since the process started, or spent where a name says so; 0 for what did not happen.
  ///
  /// @param startMillis from the start of the process until the model was ready
  /// @param indexMillis spent on bringing the index up to date
  /// @param retrieveMillis spent on finding passages
  /// @param prefillTokens tokens that the model computed before the first text of the answer, those found in a cache left out
  /// @param firstTokenMillis from the start of the process until the first text of the answer
  /// @param totalMillis from the start of the process until the end of the answer
  record Times(
      long startMillis,
      long indexMillis,
      long retrieveMillis,
      long prefillTokens,
      long firstTokenMillis,
      long totalMillis) {}

  /// Of a run of the agent.
  ///
  /// @param declined whether its policy declined the question
  /// @param explain says for people why a run failed
  static AskReport of(Outcome outcome, boolean declined, Function<Outcome.Failed, String> explain, Times times) {
    return switch (outcome) {
      case Outcome.Answered done -> answered(done, declined, times);
      case Outcome.LimitReached limit ->
          ended(limit, "limit-reached", limit.limit().knob(), limit.message(), limit.partialText(), times);
      case Outcome.AwaitingApproval wait ->
          ended(wait, "awaiting-approval", "approval", "step " + wait.calls().getFirst().step() + " waits for a person", "", times);
      case Outcome.Cancelled stopped ->
          ended(stopped, "cancelled", "cancelled", stopped.reason(), stopped.partialText(), times);
      case Outcome.Failed failure -> ended(failure, "failed", failure.code(), explain.apply(failure), "", times);
    };
  }

  private static AskReport answered(Outcome.Answered done, boolean declined, Times times) {
    List<Quote> quotes = done.citations().stream().map(Quote::of).toList();
    return new AskReport(
        "answered", null, null, declined, done.text(), quotes, null, calls(done), Tokens.of(done.usage()), times);
  }

  private static AskReport ended(
      Outcome outcome, String name, String reason, String message, String text, Times times) {
    return new AskReport(
        name,
        reason,
        OneLine.of(message),
        false,
        text,
        List.of(),
        null,
        calls(outcome),
        Tokens.of(outcome.usage()),
        times);
  }

  private static List<ToolCall> calls(Outcome outcome) {
    return outcome.toolCalls().stream().map(ToolCall::of).toList();
  }

  /// Of a question for which no run began.
  ///
  /// @param passages what was found for it; null when nothing was looked for
  static AskReport failed(String reason, String message, @Nullable List<Passage> passages, long totalMillis) {
    return new AskReport(
        "failed",
        reason,
        OneLine.of(message),
        false,
        "",
        List.of(),
        passages,
        List.of(),
        new Tokens(0, 0, 0),
        new Times(0, 0, 0, 0, 0, totalMillis));
  }

  /// The command's exit status.
  int status() {
    return reason == null ? Catena.ANSWERED : Failures.status(reason);
  }

  /// One line of JSON.
  String json() {
    try {
      return UPPER_CONTROLS
          .matcher(JSON.writeValueAsString(this))
          .replaceAll(control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }
}
