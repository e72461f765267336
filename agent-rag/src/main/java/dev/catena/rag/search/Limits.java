package dev.catena.rag.search;

import dev.langchain4j.model.TokenCountEstimator;
import java.util.Objects;

/// How much is shown to a model for one question.
///
/// @param maxPassages how many passages at most; at least 1
/// @param maxTokens how many tokens all of them have together at most; at least 16
/// @param tokens counts them
public record Limits(int maxPassages, int maxTokens, TokenCountEstimator tokens) {
  /// Passages by default.
  public static final int DEFAULT_PASSAGES = 3;
  /// Tokens by default: at 45 tokens a second they are read in less than four.
  public static final int DEFAULT_TOKENS = 170;
  private static final int MIN_TOKENS = 16;

  /// Checks each value.
  public Limits {
    Objects.requireNonNull(tokens, "tokens");
    if (maxPassages < 1) {
      throw new IllegalArgumentException("maxPassages is %d; at least 1 is needed".formatted(maxPassages));
    }
    if (maxTokens < MIN_TOKENS) {
      throw new IllegalArgumentException("maxPassageTokens is %d; at least %d are needed".formatted(maxTokens, MIN_TOKENS));
    }
  }

  /// The limits by default, with an estimate that needs no tokenizer and counts rather too many.
  ///
  /// @return [#DEFAULT_PASSAGES] and [#DEFAULT_TOKENS]
  public static Limits defaults() {
    return new Limits(DEFAULT_PASSAGES, DEFAULT_TOKENS, new RoughTokens());
  }
}
