package dev.catena.conformance;

import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

class HostileEngineTest extends JournalledEngineContract {
  private @Nullable Store memory;

  @Override
  protected Store store(InstantSource time) {
    Store store = memory == null ? new MemoryStore(time) : memory;
    memory = store;
    return store;
  }

  @Override
  protected Engine engine(Store store, InstantSource time) {
    return HostileEngine.inProcess(EmbeddedEngine.on(store, time, EmbeddedEngine.LEASE, Duration.ZERO));
  }
}
