package dev.catena.conformance;

import dev.catena.journal.MemoryStore;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

class EmbeddedEngineTest extends EngineContract {
  private final MovableClock clock = new MovableClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Map<Engine, CrashingStore> processes = new ConcurrentHashMap<>();

  @Override
  protected Engine open() {
    CrashingStore process = new CrashingStore(store);
    Engine engine = EmbeddedEngine.on(process, clock);
    processes.put(engine, process);
    return engine;
  }

  @Override
  protected void kill(Engine engine) {
    Objects.requireNonNull(processes.get(engine)).crash();
  }

  @Override
  protected Instant time() {
    return clock.instant();
  }

  @Override
  protected void advance(Duration by) {
    clock.advance(by);
  }
}
