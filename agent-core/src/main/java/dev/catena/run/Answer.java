package dev.catena.run;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// How a [Wait] ended.
///
/// @param key the step that waited, within its composite
/// @param decision what was decided; empty when nobody decided in time
/// @param at when, by the engine's clock
/// @param <T> the decision
public record Answer<T>(StepKey key, Optional<T> decision, Instant at) {
  /// Checks the parts.
  public Answer {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(at, "at");
  }
}
