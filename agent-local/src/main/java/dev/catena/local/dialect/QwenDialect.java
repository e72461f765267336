package dev.catena.local.dialect;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Collection;
import java.util.List;

/// Thin.
public final class QwenDialect implements Dialect {
    /// New.
    public QwenDialect() {}

    @Override
    public String present(List<ToolSpecification> tools) {
        return "";
    }

    @Override
    public String write(List<ToolExecutionRequest> calls) {
        return "";
    }

    @Override
    public ReplyReader reader(Collection<String> tools) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> openings() {
        return List.of("{", "[", "```", "<tool_call>");
    }
}
