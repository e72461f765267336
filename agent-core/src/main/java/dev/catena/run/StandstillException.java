package dev.catena.run;

/// What a run needs to go on is not there, such as a key, and may come back. Thrown by the code of a run or of a step: nothing is
/// recorded of it, the caller of the engine gets the exception, and the run stands still until somebody goes on with it.
public abstract class StandstillException extends RunException {
  private static final long serialVersionUID = 1L;

  /// With a message that names what is missing and the knob.
  protected StandstillException(String message) {
    super(message);
  }
}
