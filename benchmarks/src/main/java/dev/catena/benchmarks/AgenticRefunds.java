package dev.catena.benchmarks;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.scope.AgenticScopeKey;
import dev.langchain4j.agentic.scope.AgenticScopePersister;
import dev.langchain4j.agentic.scope.AgenticScopeSerializer;
import dev.langchain4j.agentic.scope.AgenticScopeStore;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// LangChain4j's agentic module: a sequence with one agent, whose scope is kept in SQLite by an `AgenticScopeStore`, as its
/// documentation has it, and whose chat memory is kept there too, so that the model sees what was done before. No store ships
/// with it; this one saves the library's own JSON. To go on, the same method is called again with the same memory id, as the
/// documentation says. The module gives a tool no key.
final class AgenticRefunds implements RefundSide {
  private static final int WINDOW = 100;

  /// The agent.
  public interface Clerk {
    @UserMessage("{{request}}")
    @Agent(description = "Refunds orders", outputKey = "answer")
    String refund(@MemoryId String ticket, @V("request") String request);
  }

  /// The agentic system.
  interface Desk {
    @Agent(outputKey = "answer")
    String refund(@MemoryId String ticket, @V("request") String request);
  }

  @Override
  public String answer(Path folder, RefundScript script, boolean restarted) throws SQLException {
    try (Connection connection = Sqlite.open(folder.resolve("agentic.db"))) {
      AgenticScopePersister.setStore(new Scopes(connection));
      AiServiceBot.Messages messages = new AiServiceBot.Messages(connection);
      Clerk clerk = AgenticServices.agentBuilder(Clerk.class)
          .chatModel(script.model())
          .tools(new Bank(script))
          .chatMemoryProvider(
              id -> MessageWindowChatMemory.builder().id(id).maxMessages(WINDOW).chatMemoryStore(messages).build())
          .build();
      Desk desk = AgenticServices.sequenceBuilder(Desk.class).subAgents(clerk).outputKey("answer").build();
      return desk.refund(RefundScript.TICKET, RefundScript.REQUEST);
    }
  }

  /// The tool.
  record Bank(RefundScript script) {
    @Tool(name = RefundScript.TOOL, value = "Refunds an order")
    public String refund(@P(name = "order", value = "order") String order) {
      return script.refund(order, "");
    }
  }

  private static final class Scopes implements AgenticScopeStore {
    private final PreparedStatement get;
    private final PreparedStatement put;

    Scopes(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute("create table if not exists scope (key text primary key, json text not null)");
      }
      get = connection.prepareStatement("select json from scope where key = ?");
      put = connection.prepareStatement("insert or replace into scope (key, json) values (?, ?)");
    }

    @Override
    public boolean save(AgenticScopeKey key, DefaultAgenticScope scope) {
      try {
        put.setString(1, key.toString());
        put.setString(2, AgenticScopeSerializer.toJson(scope));
        return put.executeUpdate() > 0;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Optional<DefaultAgenticScope> load(AgenticScopeKey key) {
      try {
        get.setString(1, key.toString());
        try (ResultSet row = get.executeQuery()) {
          return row.next() ? Optional.of(AgenticScopeSerializer.fromJson(row.getString(1))) : Optional.empty();
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean delete(AgenticScopeKey key) {
      throw new UnsupportedOperationException("nobody deletes here");
    }

    @Override
    public Set<AgenticScopeKey> getAllKeys() {
      throw new UnsupportedOperationException("nobody lists here");
    }
  }
}
