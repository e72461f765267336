package dev.catena.prompt;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.rag.content.Content;
import java.util.List;
import java.util.Objects;

/// A prompt that keeps its budget.
///
/// @param messages what the model is sent, in order
/// @param historyStart where in these the earlier turns begin
/// @param historyEnd where they end, exclusive
/// @param shown the passages it contains, in the order of their numbers, as they were retrieved
/// @param ledger who put how many tokens where
public record Prompt(
    List<ChatMessage> messages, int historyStart, int historyEnd, List<Content> shown, TokenLedger ledger)
    implements Assembly {
  /// Copies the lists.
  public Prompt {
    messages = List.copyOf(messages);
    shown = List.copyOf(shown);
    Objects.requireNonNull(ledger, "ledger");
  }
}
