package dev.catena.run;

/// The root of what goes wrong in a run.
public abstract class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// With a message that names what failed, the value and the knob.
  protected RunException(String message) {
    super(message);
  }
}
