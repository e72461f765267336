package dev.catena.run;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A run in one line.
///
/// @param id the run
/// @param operation what it executes: the name of the agent or chain
/// @param forkOf the run that it branched off; null for one that is no fork
/// @param state where it is
/// @param started when its first entry was recorded, by the clock of its engine
/// @param lastWritten when its last entry was recorded
/// @param steps how many steps are recorded, each counted once whatever its attempts
public record RunSummary(RunId id, String operation, @Nullable RunId forkOf, RunState state, Instant started, Instant lastWritten, int steps) {
  /// Checks the parts.
  public RunSummary {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(lastWritten, "lastWritten");
  }
}
