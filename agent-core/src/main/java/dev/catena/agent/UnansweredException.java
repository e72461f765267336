package dev.catena.agent;

/// Thrown by [Agent#ask] when there is no answer; its outcome says why.
public final class UnansweredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  UnansweredException(String message, Outcome outcome) {
    super(message);
    this.outcome = outcome;
  }

  /// How the run ended, or why it stands still.
  public Outcome outcome() {
    return outcome;
  }
}
