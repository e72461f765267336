package dev.catena.conformance;

import dev.catena.run.Engine;

/// [ReplayTest] on the hostile engine.
class HostileReplayTest extends ReplayTest {
  @Override
  Engine engine(Engine embedded) {
    return HostileEngine.inProcess(embedded);
  }
}
