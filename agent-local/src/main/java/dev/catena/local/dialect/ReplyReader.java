package dev.catena.local.dialect;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;

/// Tells text and calls apart while an answer comes in parts: plain text goes through at once, what may become a call
/// is held back. For one answer and one thread.
public interface ReplyReader {

  /// Takes the next part.
  ///
  /// @return text that is certainly no call; may be empty
  String feed(String text);

  /// Takes the end of the answer.
  ///
  /// @param whole whether the model ended by itself; a call that was cut off is none
  /// @return text that was held back and is no call after all; may be empty
  String finish(boolean whole);

  /// Has all been said? True when text follows a call: it would be an invented result.
  boolean isOver();

  /// The calls so far, with ids `call-1`, `call-2`, …
  List<ToolExecutionRequest> calls();

  /// Was a tool called that nobody offered? Such a call is left out of text and calls.
  boolean calledUnknown();
}
