package dev.catena.local;

import dev.catena.local.llama.Vocabulary;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayList;
import java.util.List;

/// Counts tokens with the model's own vocabulary and template: exact, and without generation. Thread-safe.
final class LocalTokenCounter implements TokenCountEstimator {

  private final Vocabulary vocabulary;
  private final PromptWriter prompts;

  LocalTokenCounter(Vocabulary vocabulary, PromptWriter prompts) {
    this.vocabulary = vocabulary;
    this.prompts = prompts;
  }

  @Override
  public int estimateTokenCountInText(String text) {
    return vocabulary.tokenize(text, false).length;
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    var prompt = prompts.write(List.of(message), List.of());
    return message instanceof SystemMessage
        ? prompt.prefixTokens()
        : prompt.size() - prompts.write(List.of(), List.of()).size();
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    List<ChatMessage> all = new ArrayList<>();
    messages.forEach(all::add);
    return prompts.write(all, List.of()).size();
  }
}
