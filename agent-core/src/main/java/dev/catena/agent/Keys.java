package dev.catena.agent;

import dev.catena.run.StepKey;

/// The names of an agent's steps within its run. A call's position is its place in the recorded reply, from 1.
final class Keys {
  static final StepKey HISTORY = StepKey.of("history");
  static final StepKey RETRIEVE = StepKey.of("retrieve");
  static final StepKey CHOOSE = StepKey.of("choose");
  static final StepKey REMEMBER = StepKey.of("remember");

  private Keys() {}

  static StepKey model(int round) {
    return StepKey.of("round-" + round, "model");
  }

  /// The step that says which calls of a reply need approval.
  static StepKey approvals(int round) {
    return StepKey.of("round-" + round, "approvals");
  }

  /// The step of a call.
  ///
  /// @param what the tool's name, or why none runs
  static StepKey call(int round, int position, String what) {
    return StepKey.of("round-" + round, "call-" + position, what);
  }
}
