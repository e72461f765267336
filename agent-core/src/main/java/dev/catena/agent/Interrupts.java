package dev.catena.agent;

/// The one place where an interrupt that a model's client has wrapped becomes an interrupt again.
final class Interrupts {
  private Interrupts() {}

  /// Returns the exception when it has nothing to do with an interrupt.
  ///
  /// @throws InterruptedException if the thread was interrupted, or the exception says so
  static RuntimeException unwrap(RuntimeException thrown) throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupt(thrown);
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        throw interrupt(thrown);
      }
    }
    return thrown;
  }

  private static InterruptedException interrupt(RuntimeException cause) {
    InterruptedException interrupt = new InterruptedException("interrupted while asking the model");
    interrupt.initCause(cause);
    return interrupt;
  }
}
