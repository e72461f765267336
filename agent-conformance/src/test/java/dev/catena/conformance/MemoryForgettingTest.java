package dev.catena.conformance;

import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import java.time.InstantSource;

class MemoryForgettingTest extends ForgettingContract {
  @Override
  protected Store store(InstantSource time) {
    return new MemoryStore(time);
  }
}
