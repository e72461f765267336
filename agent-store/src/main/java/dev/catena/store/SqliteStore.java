package dev.catena.store;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.JournalException;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store in one SQLite file on a local disk. Several processes of one machine may use the file at a time, and people may read
/// it with any SQLite tool: the view `journal` shows the entries.
///
/// Appended entries and content are on the disk when the method returns, so they survive a loss of power. Text is kept as UTF-8:
/// half a surrogate pair becomes a question mark, as everywhere in Java. A [JournalException] says what is wrong with the
/// file and what to do. Safe for use by many threads; the writes of one file wait for each other.
public final class SqliteStore implements Store {
  private final SqliteFile file;
  private final InstantSource clock;

  SqliteStore(SqliteFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /// Opens the store in the file, which is made when there is none, and checks that it is whole. The check reads the file once.
  ///
  /// @param file in a folder that exists; SQLite keeps two more files beside it while it is open
  /// @throws JournalException if the file cannot be written, is damaged, or belongs to something else or to a newer release
  public static SqliteStore open(Path file) {
    return open(file, InstantSource.system());
  }

  /// Opens the store in the file, as [#open(Path)] does.
  ///
  /// @param clock by which leases run out; all processes of the file need the same time
  /// @throws JournalException if the file cannot be written, is damaged, or belongs to something else or to a newer release
  public static SqliteStore open(Path file, InstantSource clock) {
    return new SqliteStore(SqliteFile.open(file), clock);
  }

  @Override
  public void append(List<Append> appends, @Nullable Lease lease) {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    appends.forEach(append -> requireName(append.stream()));
    file.journal().write(sql -> {
      if (lease != null) {
        Leases.requireCurrent(sql, lease);
      }
      for (Append append : appends) {
        Streams.append(sql, append);
      }
      return true;
    });
  }

  @Override
  public List<Entry> read(String stream, long position) {
    return file.readers().read(sql -> Streams.read(sql, stream, position));
  }

  @Override
  public Tail last(String stream, int count) {
    return file.readers().read(sql -> Streams.last(sql, stream, count));
  }

  @Override
  public List<String> streams(String prefix, Order order, @Nullable String after, int limit) {
    return file.readers().read(sql -> Streams.names(sql, prefix, order, after, limit));
  }

  @Override
  public boolean delete(String stream) {
    return file.journal().write(sql -> Streams.delete(sql, stream));
  }

  @Override
  public Optional<Lease> lease(String name, String owner, Duration duration) {
    requireName(name);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("the duration of lease '%s' must be positive: %s".formatted(name, duration));
    }
    return file.leases().write(sql -> Leases.take(sql, name, owner, clock.instant(), duration));
  }

  @Override
  public void release(Lease lease) {
    file.leases().write(sql -> Leases.release(sql, lease));
  }

  @Override
  public void end(Lease lease) {
    file.leases().write(sql -> Leases.end(sql, lease));
  }

  @Override
  public List<String> unheld(String prefix, @Nullable String after, int limit) {
    return file.readers().read(sql -> Leases.unheld(sql, prefix, after, limit, clock.instant()));
  }

  @Override
  public void close() {
    file.close();
  }

  private static void requireName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "a name has 1 to %d characters, not %d: '%s'".formatted(MAX_NAME_LENGTH, name.length(), name));
    }
  }
}
