package dev.catena.benchmarks;

import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.FileSystemSaver;
import org.bsc.langgraph4j.state.AgentState;

/// A LangGraph4j graph of a model node and a tool node, the agent of its how-tos, with the checkpoint saver for files that comes
/// with it: a checkpoint after each node. To go on, the thread is invoked with `GraphInput.resume()`, which begins at the node
/// after the last checkpoint; a thread without a checkpoint is begun anew.
///
/// @param callIdAsKey whether the tool node hands the id of the model's call to the bank as its key. The library does not do so, but
///     its user can: the reply, and so the id, is in the checkpoint before the tool node begins.
record GraphRefunds(boolean callIdAsKey) implements RefundSide {
  private static final String MESSAGES = "messages";

  @Override
  public String answer(Path folder, RefundScript script, boolean restarted) throws GraphStateException {
    CompiledGraph<AgentState> graph = graph(folder, script);
    RunnableConfig config = RunnableConfig.builder().threadId(RefundScript.TICKET).build();
    GraphInput input = graph.lastStateOf(config).isPresent()
        ? GraphInput.resume()
        : GraphInput.args(Map.of(MESSAGES, plus(List.of(), UserMessage.from(RefundScript.REQUEST))));
    AgentState end = graph.invoke(input, config).orElseThrow();
    return last(messages(end)).text();
  }

  private CompiledGraph<AgentState> graph(Path folder, RefundScript script) throws GraphStateException {
    ChatModel model = script.model();
    StateGraph<AgentState> graph = new StateGraph<>(Map.of(), AgentState::new);
    return graph
        .addNode("model", node_async(state -> Map.of(MESSAGES, ask(model, messages(state)))))
        .addNode("tool", node_async(state -> Map.of(MESSAGES, call(script, messages(state)))))
        .addEdge(StateGraph.START, "model")
        .addConditionalEdges(
            "model",
            edge_async(state -> last(messages(state)).hasToolExecutionRequests() ? "tool" : "end"),
            Map.of("tool", "tool", "end", StateGraph.END))
        .addEdge("tool", "model")
        .compile(CompileConfig.builder()
            .checkpointSaver(new FileSystemSaver(folder.resolve("checkpoints"), graph.getStateSerializer()))
            .build());
  }

  private static List<String> messages(AgentState state) {
    return state.<List<String>>value(MESSAGES).orElse(List.of());
  }

  private static AiMessage last(List<String> messages) {
    return (AiMessage) ChatMessageDeserializer.messageFromJson(messages.getLast());
  }

  private static List<String> ask(ChatModel model, List<String> messages) {
    return plus(messages, model.chat(messages.stream().map(ChatMessageDeserializer::messageFromJson).toList()).aiMessage());
  }

  private List<String> call(RefundScript script, List<String> messages) {
    ToolExecutionRequest call = last(messages).toolExecutionRequests().getFirst();
    String order = call.arguments().replaceAll("\\D", "");
    return plus(messages, ToolExecutionResultMessage.from(call, script.refund(order, callIdAsKey ? call.id() : "")));
  }

  private static List<String> plus(List<String> messages, ChatMessage message) {
    List<String> more = new ArrayList<>(messages);
    more.add(ChatMessageSerializer.messageToJson(message));
    return more;
  }
}
