package dev.catena.agent;

import dev.catena.agent.ToolCalls.Planned;
import dev.catena.run.StepKey;
import dev.catena.tool.CheckedCall;

/// One making of a planned call.
///
/// @param again how often it was made before, from 0
/// @param ready what is run: as planned, or with the arguments that a person saw or gave
/// @param changed whether a person gave other arguments
record ToolMaking(Planned planned, CheckedCall.Ready ready, int again, boolean changed) {
  static ToolMaking first(Planned planned, CheckedCall.Ready ready) {
    return new ToolMaking(planned, ready, 0, false);
  }

  String tool() {
    return ready.tool().specification().name();
  }

  StepKey key() {
    StepKey first = planned.key(tool());
    return again == 0 ? first : first.child("again-" + again);
  }

  ToolMaking next() {
    return new ToolMaking(planned, ready, again + 1, changed);
  }

  ToolMaking with(String arguments) {
    return new ToolMaking(planned, new CheckedCall.Ready(ready.tool(), arguments), again, changed);
  }

  /// With arguments that a person gave.
  ToolMaking changed(String arguments) {
    return new ToolMaking(planned, new CheckedCall.Ready(ready.tool(), arguments), again, true);
  }

  /// The step that asks a person.
  StepKey wait(PendingCall.Why why) {
    return key().child(why == PendingCall.Why.APPROVAL ? "approval" : "unknown");
  }
}
