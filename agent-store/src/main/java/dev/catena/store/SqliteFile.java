package dev.catena.store;

import dev.catena.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/// The sessions of a SQLite file.
///
/// @param journal commits when the disk has what was written
/// @param leases does not wait for the disk: a commit of `journal` puts all earlier ones on the disk with it, so no entry can
///     survive a loss of power without the lease it was written under
/// @param readers sees what is committed, and waits for no writer
record SqliteFile(Session journal, Session leases, Session readers) implements AutoCloseable {
  /// How long a write waits for those of other processes.
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

  /// Opens and checks the file.
  ///
  /// @throws JournalException if it cannot be used; it says why
  static SqliteFile open(Path file) {
    return open(file, new SQLiteConfig());
  }

  /// Opens and checks the file.
  ///
  /// @param config further settings
  static SqliteFile open(Path file, SQLiteConfig config) {
    Path place = file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new JournalException("there is no folder '%s' for the store '%s': make it first".formatted(folder, place));
    }
    try {
      check(place, source(place, config, SynchronousMode.FULL));
      Schema.SQLITE.bring(source(place, config, SynchronousMode.FULL), place);
      return new SqliteFile(
          session(place, config, SynchronousMode.FULL),
          session(place, config, SynchronousMode.NORMAL),
          session(place, config, SynchronousMode.FULL));
    } catch (SQLException e) {
      throw SqliteFailure.of(place, e);
    }
  }

  @Override
  public void close() {
    readers.close();
    leases.close();
    journal.close();
  }

  /// Gives a new file its layout, which stays with it, and checks that the pages of an old one are whole.
  private static void check(Path file, SQLiteDataSource source) throws SQLException {
    try (Sql sql = new Sql(source.getConnection())) {
      sql.execute("pragma page_size = 1024"); // for a new file, and before its log: each page that changes is logged whole
      String mode = sql.one("pragma journal_mode = wal", row -> row.getString(1)).orElseThrow();
      if (!mode.equals("wal")) {
        throw new JournalException("'%s' cannot have a write-ahead log (journal mode '%s'): put it on a local disk"
            .formatted(file, mode));
      }
      List<String> found = sql.all("pragma quick_check(1)", row -> row.getString(1));
      if (!found.equals(List.of("ok"))) {
        throw SqliteFailure.damaged(file, String.join("; ", found), null);
      }
    }
  }

  private static Session session(Path file, SQLiteConfig config, SynchronousMode synchronous) throws SQLException {
    return new Session(source(file, config, synchronous).getConnection(), failure -> SqliteFailure.of(file, failure));
  }

  private static SQLiteDataSource source(Path file, SQLiteConfig extra, SynchronousMode synchronous) {
    SQLiteConfig config = new SQLiteConfig(extra.toProperties());
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    config.setSynchronous(synchronous);
    config.enableFullSync(true); // macOS: through the drive's cache as well
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri()); // a URI, since the driver looks for settings after a question mark
    return source;
  }
}
