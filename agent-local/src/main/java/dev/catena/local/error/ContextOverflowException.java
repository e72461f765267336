package dev.catena.local.error;

/// The prompt does not fit the context. Nothing was computed.
public final class ContextOverflowException extends LocalModelException {

  private static final long serialVersionUID = 1L;

  private final int promptTokens;
  private final int contextTokens;

  /// Creates the exception.
  ///
  /// @param promptTokens tokens of the prompt
  /// @param contextTokens tokens the context holds, prompt and answer together
  public ContextOverflowException(int promptTokens, int contextTokens) {
    super(
        "the prompt has %,d tokens, and the context holds %,d with at least one for the answer; shorten it or raise contextTokens"
            .formatted(promptTokens, contextTokens),
        null);
    this.promptTokens = promptTokens;
    this.contextTokens = contextTokens;
  }

  /// Tokens of the prompt.
  public int promptTokens() {
    return promptTokens;
  }

  /// Tokens the context holds, prompt and answer together.
  public int contextTokens() {
    return contextTokens;
  }
}
