package dev.catena.run;

import java.time.Instant;
import java.util.Objects;

/// Something that a run needs a decision on from outside.
///
/// @param key the step that waits: within its composite when the code asks, as seen from the root when an engine tells
/// @param until when it stops waiting
/// @param question what is to be decided, for whoever decides: one JSON text, recorded with the wait
public record Wait(StepKey key, Instant until, String question) {
  /// Checks the parts.
  public Wait {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(question, "question");
  }
}
