package dev.catena.run;

import java.time.Instant;
import java.util.Optional;

/// What the embedded engine shows a leaf body.
record LeafContext(
    StepKey key, String idempotencyKey, int attempt, Optional<Instant> deadline, Cancellation stop, Watch watch)
    implements StepContext {
  @Override
  public boolean cancelled() {
    return stop.isCancelled();
  }

  /// Nobody watches: the body runs in the engine's own process.
  @Override
  public void heartbeat() {}

  @Override
  public void show(LiveEvent event) {
    watch.tell(new RunEvent.Shown(key, event));
  }
}
