package dev.catena.store;

import dev.catena.conformance.MovableClock;
import dev.catena.conformance.StoreContract;
import dev.catena.journal.Store;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();

  @Override
  protected Store open() {
    return SqliteStore.open(folder.resolve("store.db"), clock);
  }

  @Override
  protected void advance(Duration by) {
    clock.advance(by);
  }
}
