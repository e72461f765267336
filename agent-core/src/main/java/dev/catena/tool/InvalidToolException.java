package dev.catena.tool;

/// A tool cannot be offered as it is written. The message names the tool, what is wrong and what to change.
public final class InvalidToolException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the tool, the value and the knob.
  public InvalidToolException(String message) {
    super(message);
  }
}
