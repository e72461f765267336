package dev.catena.tool;

import java.util.Objects;

/// What a tool call gave, as a model sees it. The text is safe to show a model: no stack trace, no file path, no secret of ours.
///
/// A text longer than [#MAX_CHARS] is cut, and its end says how much is missing.
public sealed interface ToolResult {
  /// The longest text of a result, in `char`s, with the note about what was cut.
  int MAX_CHARS = 32_768;

  /// The code of a failure of the tool itself.
  String FAILED = "failed";

  /// The code of a call whose arguments do not fit the tool; the tool did not run.
  String INVALID_ARGUMENTS = "invalid-arguments";

  /// The code of a call to a tool that was not offered.
  String UNKNOWN_TOOL = "unknown-tool";

  /// The text for the model, at most [#MAX_CHARS] long.
  String text();

  /// The tool did its work.
  ///
  /// @param text its result
  record Success(String text) implements ToolResult {
    /// Cuts the text to size.
    public Success {
      text = cut(Objects.requireNonNull(text, "text"));
    }
  }

  /// The tool did not do its work.
  ///
  /// @param code what kind of failure, stable across releases: [#FAILED], [#INVALID_ARGUMENTS], [#UNKNOWN_TOOL] or a tool's own
  /// @param text what went wrong and what to do instead
  record Failure(String code, String text) implements ToolResult {
    /// Cuts the text to size.
    public Failure {
      Objects.requireNonNull(code, "code");
      text = cut(Objects.requireNonNull(text, "text"));
    }
  }

  private static String cut(String text) {
    if (text.length() <= MAX_CHARS) {
      return text;
    }
    int longestNote = note(text.length(), text.length()).length();
    int end = MAX_CHARS - longestNote;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + note(text.length() - end, text.length());
  }

  private static String note(int missing, int all) {
    return "\n[cut: the last %d of %d characters are missing]".formatted(missing, all);
  }
}
