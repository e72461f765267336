package dev.catena.run;

/// A run that was executed again asked for another step, or for another input of a step with an effect, than the record has.
/// The run stops; the message shows both.
public final class DivergedException extends RunException {
  private static final long serialVersionUID = 1L;

  /// For the given step, with what is recorded and what was asked.
  public DivergedException(StepKey key, String recorded, String asked) {
    super("step '%s' of this run is recorded as %s but the code now asks for %s".formatted(key, recorded, asked));
  }
}
