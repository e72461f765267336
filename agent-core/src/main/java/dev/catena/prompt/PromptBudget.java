package dev.catena.prompt;

import dev.langchain4j.model.TokenCountEstimator;
import java.util.Objects;

/// How many tokens a prompt may have after its fixed prefix (instructions and tools), and who counts them.
///
/// It bounds what precedes the model's first word: history, passages and question. What the model's own tool calls add
/// during the turn is bounded by the run's token limit instead: cutting passages between two rounds would throw away the
/// cached prefix and cost more than it saves.
///
/// @param maxTokensAfterPrefix at least 1
/// @param counter pure, and safe for use by many threads
public record PromptBudget(int maxTokensAfterPrefix, TokenCountEstimator counter) {
  /// No bound; tokens are estimated from the characters.
  public static final PromptBudget UNLIMITED = new PromptBudget(Integer.MAX_VALUE, new RoughTokenCount());

  /// Checks the parts.
  public PromptBudget {
    Objects.requireNonNull(counter, "counter");
    if (maxTokensAfterPrefix < 1) {
      throw new IllegalArgumentException("maxTokensAfterPrefix must be at least 1: " + maxTokensAfterPrefix);
    }
  }
}
