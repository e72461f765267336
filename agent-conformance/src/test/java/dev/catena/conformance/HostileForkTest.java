package dev.catena.conformance;

import dev.catena.run.Engine;

/// [ForkTest] on the hostile engine.
class HostileForkTest extends ForkTest {
  @Override
  Engine engine(Engine embedded) {
    return HostileEngine.inProcess(embedded);
  }
}
