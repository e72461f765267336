package dev.catena.benchmarks;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// LangChain4j's `AiServices` with a window of messages, kept as one JSON text a conversation, as its documentation shows.
final class AiServiceBot implements Bot {
  private final Turns turns;
  private final Connection connection;
  private final Assistant assistant;

  /// What LangChain4j implements.
  interface Assistant {
    String chat(@MemoryId String conversation, @UserMessage String text);
  }

  /// @param window messages kept
  AiServiceBot(Path file, Turns turns, int window) throws SQLException {
    this.turns = turns;
    connection = Sqlite.open(file);
    Messages messages = new Messages(connection);
    assistant = AiServices.builder(Assistant.class)
        .chatModel(turns.model())
        .tools(this)
        .chatMemoryProvider(
            id -> MessageWindowChatMemory.builder().id(id).maxMessages(window).chatMemoryStore(messages).build())
        .build();
  }

  /// The tool.
  @Tool(name = Turns.TOOL, value = "Orders it")
  public String order(@P("which") int turn) {
    return turns.result(turn);
  }

  @Override
  public String turn(String conversation, int turn) {
    return assistant.chat(conversation, turns.question(turn));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /// A text for each memory.
  static final class Messages implements ChatMemoryStore {
    private final PreparedStatement get;
    private final PreparedStatement put;

    Messages(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute("create table if not exists memory (id text primary key, messages text not null)");
      }
      get = connection.prepareStatement("select messages from memory where id = ?");
      put = connection.prepareStatement("insert or replace into memory (id, messages) values (?, ?)");
    }

    @Override
    public List<ChatMessage> getMessages(Object memoryId) {
      try {
        get.setString(1, (String) memoryId);
        try (ResultSet row = get.executeQuery()) {
          return row.next() ? ChatMessageDeserializer.messagesFromJson(row.getString(1)) : List.of();
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void updateMessages(Object memoryId, List<ChatMessage> messages) {
      try {
        put.setString(1, (String) memoryId);
        put.setString(2, ChatMessageSerializer.messagesToJson(messages));
        put.executeUpdate();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void deleteMessages(Object memoryId) {
      throw new UnsupportedOperationException("nobody deletes here");
    }
  }
}
