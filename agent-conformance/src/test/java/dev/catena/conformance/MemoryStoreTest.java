package dev.catena.conformance;

import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import java.time.Duration;

class MemoryStoreTest extends StoreContract {
  private final MovableClock clock = new MovableClock();

  @Override
  protected Store open() {
    return new MemoryStore(clock);
  }

  @Override
  protected void advance(Duration by) {
    clock.advance(by);
  }
}
