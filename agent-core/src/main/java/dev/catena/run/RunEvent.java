package dev.catena.run;

import java.time.Instant;
import java.util.Optional;

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

  /// The run needs a decision from outside.
  ///
  /// @param key the step that waits
  /// @param until when it stops waiting
  /// @param question what is to be decided, as JSON
  record Asked(StepKey key, Instant until, String question) implements RunEvent {}

  /// A wait ended, or its end was found in the record.
  ///
  /// @param key the step that waited
  /// @param decision what was decided, as JSON; empty when nobody decided in time
  /// @param at when
  record Decided(StepKey key, Optional<String> decision, Instant at) implements RunEvent {}

  /// A run that was executed again asked a step without effect for another input than recorded; the record stands.
  ///
  /// @param key the step
  /// @param operation the operation's name
  record Diverged(StepKey key, String operation) implements RunEvent {}
}
