package dev.catena.prompt;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/// A whole earlier turn of a conversation and what it costs, so that a long history is counted once for all the prompts of a run.
///
/// @param messages in order
/// @param tokens by the budget's counter
public record CountedTurn(List<ChatMessage> messages, int tokens) {
  /// Copies the list.
  public CountedTurn {
    messages = List.copyOf(messages);
  }
}
