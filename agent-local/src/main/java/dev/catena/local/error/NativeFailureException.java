package dev.catena.local.error;

import org.jspecify.annotations.Nullable;

/// Native code failed. When it gave up for good the model is lost, and every later call says so; a restart is advised.
public final class NativeFailureException extends LocalModelException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  public NativeFailureException(String message) {
    super(message, null);
  }

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  /// @param cause what was caught, or null
  public NativeFailureException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
