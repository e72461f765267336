package dev.catena.run;

import org.jspecify.annotations.Nullable;

/// The right to interrupt the thread that runs a body, for as long as it does: a late interrupt hits nothing.
final class Interruption {
  private @Nullable Thread thread = Thread.currentThread(); // guarded by this
  private boolean cancelled; // guarded by this
  private boolean late; // guarded by this

  /// The run is being stopped.
  synchronized void cancel() {
    if (thread != null) {
      cancelled = true;
      thread.interrupt();
    }
  }

  /// The body's deadline has passed.
  synchronized void deadline() {
    if (thread != null) {
      late = true;
      thread.interrupt();
    }
  }

  /// The body has ended: takes back the right, and an interrupt that the body did not see.
  synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  synchronized boolean wasCancelled() {
    return cancelled;
  }

  synchronized boolean wasLate() {
    return late;
  }
}
