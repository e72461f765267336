package dev.catena.prompt;

/// What became of an attempt to assemble a prompt.
public sealed interface Assembly permits Prompt, Assembly.TooLong {
  /// The question alone is longer than the budget. It is never cut silently.
  ///
  /// @param questionTokens what it has
  /// @param maxTokensAfterPrefix what it may have
  record TooLong(int questionTokens, int maxTokensAfterPrefix) implements Assembly {}
}
