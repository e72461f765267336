package dev.catena.store;

import dev.catena.conformance.JournalledEngineContract;
import dev.catena.journal.Store;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteEngineTest extends JournalledEngineContract {
  @TempDir private Path folder;
  private final List<SqliteStore> stores = new ArrayList<>();
  private final List<Engine> engines = new ArrayList<>();

  @Override
  protected Store store(InstantSource time) {
    SqliteStore store = SqliteStore.open(folder.resolve("store.db"), time);
    stores.add(store);
    return store;
  }

  @Override
  protected Engine engine(Store store, InstantSource time) {
    Engine engine = EmbeddedEngine.on(store, time, EmbeddedEngine.LEASE, Duration.ZERO);
    engines.add(engine);
    return engine;
  }

  @AfterEach
  void closeStores() {
    engines.forEach(Engine::close);
    stores.forEach(SqliteStore::close);
  }
}
