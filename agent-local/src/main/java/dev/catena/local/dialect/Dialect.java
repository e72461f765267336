package dev.catena.local.dialect;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Collection;
import java.util.List;

/// The way a family of models is told of tools, and the way it calls them. Thread-safe.
public interface Dialect {

  /// What the system message says about tools, in few tokens.
  ///
  /// @param tools at least one
  String present(List<ToolSpecification> tools);

  /// Calls of an earlier answer as the model itself would have written them.
  ///
  /// @param calls at least one
  String write(List<ToolExecutionRequest> calls);

  /// A reader for one answer.
  ///
  /// @param tools names of the tools that were offered
  ReplyReader reader(Collection<String> tools);

  /// Beginnings of a call. An answer that begins with none of them is text.
  List<String> openings();
}
