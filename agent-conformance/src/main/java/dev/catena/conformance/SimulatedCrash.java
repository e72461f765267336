package dev.catena.conformance;

/// What a [CrashingStore] throws in place of the end of the process.
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash() {
    super("simulated crash");
  }
}
