package dev.catena.memory;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Objects;

/// One question and all that came of it, up to the answer: what a conversation is made of.
///
/// A turn is whole or it does not exist: it starts with the user's message, each reply with tool calls is followed by one
/// result for each call, and it ends with a reply without calls. So no history ever holds an unanswered call.
///
/// @param id the same for the same turn: the id of the run that made it
/// @param messages in order
public record Turn(String id, List<ChatMessage> messages) {
  /// Checks that the turn is whole.
  public Turn {
    Objects.requireNonNull(id, "id");
    messages = List.copyOf(messages);
    if (messages.size() < 2 || !(messages.getFirst() instanceof UserMessage)) {
      throw new IllegalArgumentException("turn '%s' must start with a user message and hold an answer".formatted(id));
    }
    if (!(messages.getLast() instanceof AiMessage last) || last.hasToolExecutionRequests()) {
      throw new IllegalArgumentException("turn '%s' must end with a reply without tool calls".formatted(id));
    }
    requireEachCallAnswered(id, messages);
  }

  private static void requireEachCallAnswered(String id, List<ChatMessage> messages) {
    for (int i = 1; i < messages.size(); ) {
      if (!(messages.get(i++) instanceof AiMessage reply)) {
        throw new IllegalArgumentException("turn '%s' has a message out of place at %d".formatted(id, i - 1));
      }
      for (ToolExecutionRequest call : reply.toolExecutionRequests()) {
        if (!(messages.get(i++) instanceof ToolExecutionResultMessage result) || !result.toolName().equals(call.name())) {
          throw new IllegalArgumentException("turn '%s' leaves a call of '%s' unanswered".formatted(id, call.name()));
        }
      }
    }
  }
}
