package dev.catena.run;

/// Leaves a composite that cannot go on now: the run waits, was cancelled, or its record cannot be kept. Only the engine
/// throws and catches it; an `Error`, so that code which catches exceptions lets it pass.
final class Unwind extends Error {
  private static final long serialVersionUID = 1L;

  Unwind() {
    super("the run is being unwound by its engine", null, false, false);
  }
}
