package dev.catena.local.error;

import org.jspecify.annotations.Nullable;

/// The native library is missing, does not load, or is not the one this binding was written for. Nothing was loaded.
public final class NativeLibraryException extends LocalModelException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  public NativeLibraryException(String message) {
    super(message, null);
  }

  /// Creates the exception.
  ///
  /// @param message what failed, the value, and the knob
  /// @param cause what was caught, or null
  public NativeLibraryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
