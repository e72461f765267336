package dev.catena.run;

/// Where a run is.
public enum RunState {
  /// Some process executes it, or died less than a lease ago.
  RUNNING,
  /// It waits for decisions from outside, and nobody executes it.
  WAITING,
  /// Its code has returned.
  COMPLETED,
  /// Its code has thrown.
  FAILED,
  /// It was cancelled.
  CANCELLED,
  /// Nobody executes it, and it could go on: its process has died or was stopped, or its decision has come.
  STANDS_STILL
}
