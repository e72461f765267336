package dev.catena.conformance;

import dev.catena.run.Engine;

/// [PeopleTest] on the hostile engine.
class HostilePeopleTest extends PeopleTest {
  @Override
  Engine engine(Engine embedded) {
    return HostileEngine.inProcess(embedded);
  }
}
