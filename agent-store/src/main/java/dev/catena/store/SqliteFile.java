package dev.catena.store;

import dev.catena.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/// A SQLite file with its sessions. Each write is one transaction after another, so nothing need be locked.
final class SqliteFile implements Database {
  /// How long a write waits for those of other processes.
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

  /// After how many pages the log is copied into the file. A page that changes often is then copied once for many changes.
  private static final int CHECKPOINT_PAGES = 8000;

  private static final String TABLES_WITHOUT =
      "select count(*) from sqlite_master where not exists (select 1 from sqlite_master where name = ?)";

  private final Path file;
  private final InstantSource clock;
  private final Zlib zlib = new Zlib();
  private final List<Session> sessions = new ArrayList<>();
  private final Session journal;
  private final Session leases;
  private final Session readers;

  private SqliteFile(Path file, InstantSource clock) throws SQLException {
    this.file = file;
    this.clock = clock;
    try {
      this.journal = session(SynchronousMode.FULL);
      this.leases = session(SynchronousMode.NORMAL);
      this.readers = session(SynchronousMode.FULL);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /// Opens and checks the file.
  ///
  /// @param clock by which leases run out
  /// @throws JournalException if it cannot be used; it says why
  static SqliteFile open(Path file, InstantSource clock) {
    Path place = file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new JournalException("there is no folder '%s' for the store '%s': make it first".formatted(folder, place));
    }
    try {
      check(place, source(place, SynchronousMode.FULL));
      Schema.SQLITE.bring(source(place, SynchronousMode.FULL), place);
      return new SqliteFile(place, clock);
    } catch (SQLException e) {
      throw SqliteFailure.of(place, e);
    }
  }

  /// Commits when the disk has what was written.
  Session journal() {
    return journal;
  }

  /// Does not wait for the disk: a commit of [#journal] puts all earlier ones on the disk with it, so no entry can survive a
  /// loss of power without the lease it was written under.
  Session leases() {
    return leases;
  }

  /// Sees what is committed, and waits for no writer.
  Session readers() {
    return readers;
  }

  @Override
  public <T> T read(Work<T> work) {
    return readers.read(work);
  }

  @Override
  public <T> T write(Work<T> work) {
    return journal.write(work);
  }

  @Override
  public <T> T writeLease(Work<T> work) {
    return leases.write(work);
  }

  @Override
  public void lock(Sql sql, String name) {}

  @Override
  public void lockContent(Sql sql) {}

  @Override
  public void lockEntries(Sql sql) {}

  @Override
  public Instant now(Sql sql) {
    return clock.instant();
  }

  /// Text, which people can read; as bytes where half a surrogate pair is a question mark.
  @Override
  public Object verbatim(String text) {
    return text;
  }

  @Override
  public byte[] deflate(byte[] content) {
    return zlib.deflate(content);
  }

  @Override
  public String parts() {
    return "json_each('[' || e.contents || ']') part on true";
  }

  /// Empties the write-ahead log, which still holds what was deleted.
  @Override
  public void forget() {
    journal.read(sql -> sql.one("pragma wal_checkpoint(truncate)", row -> row.getLong(1)));
  }

  @Override
  public JournalException damaged(String what) {
    return SqliteFailure.damaged(file, what, null);
  }

  @Override
  public void close() {
    sessions.reversed().forEach(Session::close);
    zlib.close();
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

  private Session session(SynchronousMode synchronous) throws SQLException {
    Session session = new Session(source(file, synchronous).getConnection(), failure -> SqliteFailure.of(file, failure));
    sessions.add(session);
    return session;
  }

  private static SQLiteDataSource source(Path file, SynchronousMode synchronous) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    config.setSynchronous(synchronous);
    config.enableFullSync(true); // macOS: through the drive's cache as well
    config.setPragma(Pragma.SECURE_DELETE, "true"); // what is deleted does not stay in free pages
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setPragma(Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
    config.setGetGeneratedKeys(false); // the driver asks for the key after each insert, with a statement that it prepares anew
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri()); // a URI, since the driver looks for settings after a question mark
    return source;
  }
}
