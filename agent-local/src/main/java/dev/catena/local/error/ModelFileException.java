package dev.catena.local.error;

import org.jspecify.annotations.Nullable;

/// A model file was refused before it was loaded; the message names the field.
public final class ModelFileException extends LocalModelException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  public ModelFileException(String message) {
    super(message, null);
  }

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  /// @param cause what was caught, or null
  public ModelFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
