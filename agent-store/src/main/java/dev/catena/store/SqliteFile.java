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

  private static final String TABLES_WITHOUT =
      "select count(*) from sqlite_master where not exists (select 1 from sqlite_master where name = ?)";

  /// Opens and checks the file.
  ///
  /// @throws JournalException if it cannot be used; it says why
  static SqliteFile open(Path file) {
    Path place = file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new JournalException("there is no folder '%s' for the store '%s': make it first".formatted(folder, place));
    }
    try {
      check(place, source(place, SynchronousMode.FULL));
      Schema.SQLITE.bring(source(place, SynchronousMode.FULL), place);
      return new SqliteFile(
          session(place, SynchronousMode.FULL),
          session(place, SynchronousMode.NORMAL),
          session(place, SynchronousMode.FULL));
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

  /// Gives a new file its layout, which stays with it, and checks that an old one is ours and its pages are whole.
  private static void check(Path file, SQLiteDataSource source) throws SQLException {
    try (Sql sql = new Sql(source.getConnection())) {
      if (sql.one(TABLES_WITHOUT, row -> row.getLong(1), Schema.HISTORY).orElseThrow() > 0) {
        throw new JournalException("'%s' holds tables of something else: choose another file".formatted(file));
      }
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

  private static Session session(Path file, SynchronousMode synchronous) throws SQLException {
    return new Session(source(file, synchronous).getConnection(), failure -> SqliteFailure.of(file, failure));
  }

  private static SQLiteDataSource source(Path file, SynchronousMode synchronous) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    config.setSynchronous(synchronous);
    config.enableFullSync(true); // macOS: through the drive's cache as well
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri()); // a URI, since the driver looks for settings after a question mark
    return source;
  }
}
