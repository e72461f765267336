package dev.catena.benchmarks;

import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.state.AgentState;

/// A LangGraph4j graph of a model node and a tool node. Its messages are state, as JSON texts, since LangChain4j's are not
/// serialisable. The library's own file saver writes all checkpoints again for each new one; here each is one row of SQLite, and
/// only the newest is read, which is the least that a saver can do.
final class GraphBot implements Bot {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MESSAGES = "messages";

  private final Turns turns;
  private final ChatModel model;
  private final int window;
  private final Connection connection;
  private final CompiledGraph<AgentState> graph;

  /// @param window messages kept
  GraphBot(Path file, Turns turns, int window) throws SQLException, GraphStateException {
    this.turns = turns;
    this.model = turns.model();
    this.window = window;
    connection = Sqlite.open(file);
    graph = new StateGraph<>(Map.of(), AgentState::new)
        .addNode("model", node_async(state -> Map.of(MESSAGES, ask(messages(state)))))
        .addNode("tool", node_async(state -> Map.of(MESSAGES, call(messages(state)))))
        .addEdge(StateGraph.START, "model")
        .addConditionalEdges(
            "model", edge_async(state -> calls(messages(state)) ? "tool" : "end"), Map.of("tool", "tool", "end", StateGraph.END))
        .addEdge("tool", "model")
        .compile(CompileConfig.builder().checkpointSaver(new Rows(connection)).build());
  }

  private static List<String> messages(AgentState state) {
    return state.<List<String>>value(MESSAGES).orElse(List.of());
  }

  private static boolean calls(List<String> messages) {
    return ((AiMessage) ChatMessageDeserializer.messageFromJson(messages.getLast())).hasToolExecutionRequests();
  }

  private List<String> ask(List<String> messages) {
    List<ChatMessage> asked = messages.stream().map(ChatMessageDeserializer::messageFromJson).toList();
    return plus(messages, model.chat(asked).aiMessage());
  }

  private List<String> call(List<String> messages) {
    var reply = (AiMessage) ChatMessageDeserializer.messageFromJson(messages.getLast());
    var call = reply.toolExecutionRequests().getFirst();
    return plus(messages, ToolExecutionResultMessage.from(call, turns.result(Integer.parseInt(call.id().substring(1)))));
  }

  private List<String> plus(List<String> messages, ChatMessage message) {
    List<String> more = new ArrayList<>(messages);
    more.add(ChatMessageSerializer.messageToJson(message));
    return new ArrayList<>(more.subList(Math.max(0, more.size() - window), more.size()));
  }

  @Override
  public String turn(String conversation, int turn) {
    RunnableConfig config = RunnableConfig.builder().threadId(conversation).build();
    List<String> before = graph.lastStateOf(config).map(snapshot -> messages(snapshot.state())).orElse(List.of());
    Map<String, Object> input = Map.of(MESSAGES, plus(before, UserMessage.from(turns.question(turn))));
    AgentState end = graph.invoke(input, config).orElseThrow();
    return ((AiMessage) ChatMessageDeserializer.messageFromJson(messages(end).getLast())).text();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static final class Rows implements BaseCheckpointSaver {
    private final PreparedStatement get;
    private final PreparedStatement put;

    Rows(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute(
            """
            create table if not exists checkpoint (
              n integer primary key, thread text not null, id text not null, node text, next text, state text not null)""");
        statement.execute("create index if not exists by_thread on checkpoint (thread, n)");
      }
      get = connection.prepareStatement("select id, node, next, state from checkpoint where thread = ? order by n desc limit 1");
      put = connection.prepareStatement("insert into checkpoint (thread, id, node, next, state) values (?, ?, ?, ?, ?)");
    }

    @Override
    public Collection<Checkpoint> list(RunnableConfig config) {
      return get(config).stream().toList();
    }

    @Override
    public Optional<Checkpoint> get(RunnableConfig config) {
      try {
        get.setString(1, threadId(config));
        try (ResultSet row = get.executeQuery()) {
          return row.next() ? Optional.of(checkpoint(row)) : Optional.empty();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static Checkpoint checkpoint(ResultSet row) throws Exception {
      Map<String, Object> state = JSON.readValue(row.getString(4), new TypeReference<>() {});
      return Checkpoint.builder().id(row.getString(1)).nodeId(row.getString(2)).nextNodeId(row.getString(3)).state(state).build();
    }

    @Override
    public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) throws Exception {
      put.setString(1, threadId(config));
      put.setString(2, checkpoint.getId());
      put.setString(3, checkpoint.getNodeId());
      put.setString(4, checkpoint.getNextNodeId());
      put.setString(5, JSON.writeValueAsString(checkpoint.getState()));
      put.executeUpdate();
      return RunnableConfig.builder(config).checkPointId(checkpoint.getId()).build();
    }

    @Override
    public Tag release(RunnableConfig config) {
      return new Tag(threadId(config), List.of());
    }
  }
}
