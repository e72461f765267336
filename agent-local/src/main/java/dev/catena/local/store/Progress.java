package dev.catena.local.store;

/// Hears how far a fetch has come.
///
/// It is called on the thread that called [ModelStore#fetch] or [ModelStore#natives], when a stage begins, at most ten times a
/// second while it lasts, and when it ends. It should return at once. An exception it throws ends the fetch.
@FunctionalInterface
public interface Progress {
  /// Tells that `doneBytes` of `totalBytes` are done.
  ///
  /// @param what what is being done, for a person: «qwen2.5-coder-1.5b», «waiting for another process: …»
  /// @param doneBytes bytes done so far, those of an earlier, interrupted fetch included; never negative
  /// @param totalBytes bytes in all, or -1 where that is not known
  void update(String what, long doneBytes, long totalBytes);

  /// Returns a listener that does nothing.
  static Progress none() {
    return (what, doneBytes, totalBytes) -> {};
  }
}
