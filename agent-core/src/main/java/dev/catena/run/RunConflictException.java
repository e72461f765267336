package dev.catena.run;

/// A run was asked for under the id of another run: with another input, or of another operation. One id, one run.
public final class RunConflictException extends RunException {
  private static final long serialVersionUID = 1L;

  /// For the id, with what differs.
  public RunConflictException(RunId id, String what, String recorded, String asked) {
    super("run '%s' was started with %s %s, not %s: an id names one run, use another id for another run"
        .formatted(id, what, recorded, asked));
  }
}
