package dev.catena.prompt;

/// Who put how many tokens into a prompt, as the budget's counter counts them.
///
/// @param instructions the system message
/// @param tools the tools' names, descriptions and schemas
/// @param history earlier turns
/// @param passages what was retrieved, with its numbers and names
/// @param question the question itself
/// @param exchanges this turn's tool calls and their results
public record TokenLedger(int instructions, int tools, int history, int passages, int question, int exchanges) {
  /// The fixed prefix: instructions and tools.
  public int prefix() {
    return instructions + tools;
  }

  /// What stands after the fixed prefix before the model's first word: what a [PromptBudget] bounds.
  public int opening() {
    return history + passages + question;
  }

  /// All of it.
  public int total() {
    return prefix() + opening() + exchanges;
  }
}
