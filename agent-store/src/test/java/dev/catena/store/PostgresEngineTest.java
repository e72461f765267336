package dev.catena.store;

import dev.catena.conformance.JournalledEngineContract;
import dev.catena.journal.Store;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresEngineTest extends JournalledEngineContract {
  private final String url = Postgres.shared().emptied();
  private final List<PostgresStore> stores = new ArrayList<>();
  private final List<Engine> engines = new ArrayList<>();

  /// Leases run out by the server's clock, not by this one.
  @Override
  protected Store store(InstantSource time) {
    PostgresStore store = Postgres.open(url);
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
    stores.forEach(PostgresStore::close);
  }
}
