package dev.catena.local.error;

/// The request was cancelled: its thread was interrupted, and the interrupt flag is set again.
public final class CancelledException extends LocalModelException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  public CancelledException(String message) {
    super(message, null);
  }
}
