package dev.catena.run;

/// The record of a step is no longer readable with the codec of its operation. The run stops; its record is unchanged.
public final class UnreadableRecordException extends RunException {
  private static final long serialVersionUID = 1L;

  /// For the step, with what the codec said.
  public UnreadableRecordException(StepKey key, RuntimeException cause) {
    super("the recorded result of step '%s' cannot be read; its codec must read what earlier releases wrote: %s"
        .formatted(key, cause.getMessage()));
    initCause(cause);
  }
}
