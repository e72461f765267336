package dev.catena.store;

import dev.catena.conformance.CrashingStore;
import dev.catena.conformance.EngineContract;
import dev.catena.conformance.MovableClock;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEngineTest extends EngineContract {
  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();
  private final Map<Engine, CrashingStore> processes = new ConcurrentHashMap<>();
  private final List<SqliteStore> stores = new ArrayList<>();

  @Override
  protected Engine open() {
    SqliteStore store = SqliteStore.open(folder.resolve("store.db"), clock);
    stores.add(store);
    CrashingStore process = new CrashingStore(store);
    Engine engine = EmbeddedEngine.on(process, clock);
    processes.put(engine, process);
    return engine;
  }

  @AfterEach
  void closeStores() {
    processes.keySet().forEach(Engine::close);
    stores.forEach(SqliteStore::close);
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
