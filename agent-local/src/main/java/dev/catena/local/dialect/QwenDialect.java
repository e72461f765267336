package dev.catena.local.dialect;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The Qwen 2.5 models, the Coder ones above all. Asked for `<tool_call>` tags they write a bare object or a fenced one, so
/// that is what they are asked for; the other shapes are read too.
public final class QwenDialect implements Dialect {

  private static final String BEFORE = "Functions:\n";

  private static final String AFTER =
      """

      To call one, answer only {"name": <function>, "arguments": <object>}. After a tool_response, or when no function is \
      needed, answer in plain text.""";

  /// Creates the dialect.
  public QwenDialect() {}

  @Override
  public String present(List<ToolSpecification> tools) {
    return tools.stream().map(Signature::of).collect(Collectors.joining("\n", BEFORE, AFTER));
  }

  @Override
  public String write(List<ToolExecutionRequest> calls) {
    return calls.stream().map(CallJson::write).collect(Collectors.joining("\n"));
  }

  @Override
  public ReplyReader reader(Collection<String> tools) {
    return new JsonReplyReader(tools);
  }

  @Override
  public List<String> openings() {
    return List.of("{", "[", "```", "<tool_call>");
  }
}
