package dev.catena.conformance.kill;

/// A client and the agents that it asks: plain code that does the same each time it is run, also on what an earlier, killed run
/// of it has left behind.
///
/// @param name for the report
/// @param script what the client does
record Scenario(String name, Script script) {
  /// What a client does.
  @FunctionalInterface
  interface Script {
    /// Asks all there is to ask.
    void play(Stage stage);
  }

  /// Plays it.
  Transcript play(Stage stage) {
    script.play(stage);
    return stage.transcript();
  }
}
