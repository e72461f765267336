package dev.catena.conformance.kill;

/// How processes are killed, and who counts what they did.
sealed interface Victim extends AutoCloseable permits ChildProcess, PlayedProcess {
  /// Plays the scenario in a process that dies at this point. It is dead when the method returns.
  ///
  /// @return false when the process came to its end before that point
  boolean dies(Scenario scenario, Place place, KillPoint point);

  /// What reached the world from this place.
  Ledger ledger(Place place);

  @Override
  void close();
}
