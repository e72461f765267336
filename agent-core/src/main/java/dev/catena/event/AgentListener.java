package dev.catena.event;

import dev.catena.run.RunId;

/// Sees what agents do, and decides nothing.
///
/// Called on the threads that do the work, one event of a run at a time, events of several runs at once. It should return
/// quickly: a slow listener slows the run. What it throws is logged and hurts nobody.
@FunctionalInterface
public interface AgentListener {
  /// Something happened in the run.
  void on(RunId run, AgentEvent event);
}
