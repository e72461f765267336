package dev.catena.agent;

import dev.catena.journal.Hash;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What tells one list of messages from another, without their JSON. Ids of calls are left out, since providers make
/// them up.
final class MessageDigest {
  private final StringBuilder text = new StringBuilder();

  private MessageDigest() {}

  /// SHA-256 over all that the messages say, 64 hexadecimal characters.
  static String of(List<ChatMessage> messages) {
    MessageDigest digest = new MessageDigest();
    messages.forEach(digest::add);
    return Hash.sha256(digest.text.toString());
  }

  private void add(ChatMessage message) {
    switch (message) {
      case SystemMessage system -> part('s', system.text());
      case UserMessage user when user.hasSingleText() && user.attributes().isEmpty() -> {
        part('u', user.singleText());
        part('n', user.name());
      }
      case AiMessage reply when reply.attributes().isEmpty() -> {
        part('a', reply.text());
        part('t', reply.thinking());
        reply.toolExecutionRequests().forEach(this::add);
      }
      case ToolExecutionResultMessage result when result.hasSingleText() && result.attributes().isEmpty() -> {
        part('r', result.text());
        part('n', result.toolName());
        part('e', String.valueOf(result.isError()));
      }
      default -> part('j', ChatMessageSerializer.messageToJson(message));
    }
  }

  private void add(ToolExecutionRequest call) {
    part('c', call.name());
    part('p', call.arguments());
  }

  /// With the length, so that no text can look like two.
  private void part(char kind, @Nullable String value) {
    text.append(kind).append(value == null ? -1 : value.length()).append(':').append(value == null ? "" : value);
  }
}
