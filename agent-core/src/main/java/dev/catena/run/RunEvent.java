package dev.catena.run;

/// What an engine tells the observer of a run. Observers see everything and decide nothing.
public sealed interface RunEvent {
  /// The step concerned.
  StepKey key();

  /// A step's body starts.
  ///
  /// @param key the step
  /// @param operation the operation's name
  /// @param attempt from 1; above 1, what an earlier attempt showed is void
  record Began(StepKey key, String operation, int attempt) implements RunEvent {}

  /// A step showed something while it ran. Not recorded.
  ///
  /// @param key the step
  /// @param event what it showed
  record Shown(StepKey key, LiveEvent event) implements RunEvent {}

  /// A step ended, or its record was found.
  ///
  /// @param key the step
  /// @param operation the operation's name
  /// @param attempt how it ended
  /// @param replayed whether the record was there before this execution
  record Ended(StepKey key, String operation, Attempt<?> attempt, boolean replayed) implements RunEvent {}

  /// A run that was executed again asked a step without effect for another input than recorded; the record stands.
  ///
  /// @param key the step
  /// @param operation the operation's name
  record Diverged(StepKey key, String operation) implements RunEvent {}
}
