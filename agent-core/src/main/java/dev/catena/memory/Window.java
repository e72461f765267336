package dev.catena.memory;

/// How much of a conversation a model is shown.
///
/// @param turns the last so many whole turns; 0 shows none
public record Window(int turns) {
  /// The last 20 turns.
  public static final Window DEFAULT = new Window(20);

  /// Checks the number.
  public Window {
    if (turns < 0) {
      throw new IllegalArgumentException("a window of turns is never negative: " + turns);
    }
  }

  /// The last so many whole turns.
  public static Window ofTurns(int turns) {
    return new Window(turns);
  }
}
