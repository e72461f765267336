package dev.catena.run;

/// A step failed. Thrown by a leaf body, it decides what is recorded; thrown by [Run#call], it says what was.
public final class StepFailedException extends RunException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  /// A failure with a stable code for programs and a text for people.
  public StepFailedException(String code, String text, boolean retryable) {
    super(text);
    this.code = code;
    this.retryable = retryable;
  }

  /// The stable code.
  public String code() {
    return code;
  }

  /// Whether the same call may succeed later.
  public boolean retryable() {
    return retryable;
  }
}
