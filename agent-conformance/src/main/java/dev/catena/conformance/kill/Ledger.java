package dev.catena.conformance.kill;

import java.util.List;

/// Where every call is written down that reaches the world. It recognises nothing: a repeated call is there twice. Safe for use by
/// many threads.
public interface Ledger {
  /// Writes the call down; it is there to stay when the method returns.
  void record(Act act);

  /// All calls so far, in the order they came.
  List<Act> acts();
}
