package dev.catena.local.runner;

/// Why an answer ended.
public enum Ending {
  /// The model ended its turn.
  TURN,
  /// The limit of tokens, or the end of the context, was reached.
  LENGTH
}
