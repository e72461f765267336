package dev.catena.local.runner;

/// What the model reads before it writes.
public final class Prompt {

  private final int[] tokens;
  private final int prefixTokens;

  /// Makes a prompt.
  ///
  /// @param tokens at least one
  /// @param prefixTokens how many of them come first in many requests, such as the instructions and tools; their state is
  ///     kept on disk; 0 when there are none
  public Prompt(int[] tokens, int prefixTokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("a prompt has at least one token");
    }
    if (prefixTokens < 0 || prefixTokens > tokens.length) {
      throw new IllegalArgumentException("prefixTokens must be 0 to %d, was %d".formatted(tokens.length, prefixTokens));
    }
    this.tokens = tokens.clone();
    this.prefixTokens = prefixTokens;
  }

  /// Number of tokens.
  public int size() {
    return tokens.length;
  }

  /// Number of tokens in the fixed prefix.
  public int prefixTokens() {
    return prefixTokens;
  }

  int token(int index) {
    return tokens[index];
  }
}
