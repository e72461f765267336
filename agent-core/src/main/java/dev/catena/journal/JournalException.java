package dev.catena.journal;

/// A store could not do what was asked.
public class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// With a message that names what failed, the value and the knob.
  public JournalException(String message) {
    super(message);
  }

  /// With the failure underneath.
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
