package dev.catena.samples.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `ask --json` prints.
///
/// @param outcome `answered`, `limit-reached`, `awaiting-approval`, `cancelled` or `failed`
/// @param reason why not answered; absent when answered
/// @param message the same for people; absent when answered
/// @param text the answer, or the part of it there is
/// @param citations where the answer stands
/// @param toolCalls the calls made, in order
/// @param usage tokens of all model calls together
/// @param timings where the time went
@JsonInclude(JsonInclude.Include.NON_NULL)
record AskReport(
    String outcome,
    @Nullable String reason,
    @Nullable String message,
    String text,
    List<Quote> citations,
    List<ToolCall> toolCalls,
    Tokens usage,
    Times timings) {

  /// A place in a document; offsets are UTF-16 units of the document's text.
  ///
  /// @param document the path below the folder
  /// @param start where the quote starts
  /// @param end where it ends, exclusive
  /// @param quote exactly that text
  record Quote(String document, int start, int end, String quote) {}

  /// A tool call that was made.
  ///
  /// @param name the tool
  /// @param arguments a JSON object
  /// @param result what the model got to read
  record ToolCall(String name, @JsonRawValue String arguments, String result) {}

  /// Tokens.
  ///
  /// @param inputTokens read, cached ones included
  /// @param outputTokens written
  /// @param cachedTokens of the input, those that were not computed again
  record Tokens(long inputTokens, long outputTokens, long cachedTokens) {}

  /// Times in milliseconds since the process started, or spent where a name says so; 0 for what did not happen.
  ///
  /// @param startMillis from the start of the process until the model was ready
  /// @param indexMillis spent on bringing the index up to date
  /// @param retrieveMillis spent on finding passages
  /// @param prefillTokens tokens of the first prompt that were computed, not found in a cache
  /// @param firstTokenMillis from the start of the process until the first text of the answer
  /// @param totalMillis from the start of the process until the end of the answer
  record Times(
      long startMillis,
      long indexMillis,
      long retrieveMillis,
      long prefillTokens,
      long firstTokenMillis,
      long totalMillis) {}
}
