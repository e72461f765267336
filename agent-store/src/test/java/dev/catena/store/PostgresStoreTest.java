package dev.catena.store;

import dev.catena.conformance.StoreContract;
import dev.catena.journal.Store;
import java.sql.SQLException;
import java.time.Duration;

class PostgresStoreTest extends StoreContract {
  private final String url = Postgres.shared().emptied();

  @Override
  protected Store open() {
    return Postgres.open(url);
  }

  /// The server's clock cannot be moved, so the ends of the leases are.
  @Override
  protected void advance(Duration by) {
    try (Sql sql = Postgres.connect(url)) {
      sql.execute("update lease set seconds = seconds - ?", by.toSeconds());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
