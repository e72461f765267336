package dev.catena.local.error;

/// The model was closed before or while it answered.
public final class ModelClosedException extends LocalModelException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  public ModelClosedException(String message) {
    super(message, null);
  }
}
