package dev.catena.store;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A store in the tables of a database.
abstract class SqlStore implements Store {
  private final Database database;
  private final Streams streams;

  /// Closes the database when it cannot be used.
  SqlStore(Database database) {
    this.database = database;
    try {
      this.streams = new Streams(database, Contents.of(database));
    } catch (Throwable e) {
      database.close();
      throw e;
    }
  }

  @Override
  public void append(List<Append> appends, @Nullable Lease lease) {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    appends.forEach(append -> requireName(append.stream()));
    database.write(sql -> {
      lock(sql, appends, lease);
      if (lease != null) {
        Leases.requireCurrent(sql, lease);
      }
      for (Append append : appends) {
        streams.append(sql, append);
      }
      return true;
    });
  }

  /// In the order of names, so that no two writers wait for each other.
  private void lock(Sql sql, List<Append> appends, @Nullable Lease lease) throws SQLException {
    database.lockContent(sql);
    SortedSet<String> names = new TreeSet<>();
    appends.forEach(append -> names.add(append.stream()));
    if (lease != null) {
      names.add(lease.name());
    }
    for (String name : names) {
      database.lock(sql, name);
    }
  }

  @Override
  public List<Entry> read(String stream, long position) {
    return database.read(sql -> streams.read(sql, stream, position));
  }

  @Override
  public Tail last(String stream, int count) {
    return database.read(sql -> streams.last(sql, stream, count));
  }

  @Override
  public List<String> streams(String prefix, Order order, @Nullable String after, int limit) {
    return database.read(sql -> streams.names(sql, prefix, order, after, limit));
  }

  @Override
  public boolean delete(String stream) {
    boolean deleted = database.write(sql -> {
      database.lockEntries(sql);
      return streams.delete(sql, stream);
    });
    if (deleted) {
      database.forget();
    }
    return deleted;
  }

  @Override
  public Optional<Lease> lease(String name, String owner, Duration duration) {
    requireName(name);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("the duration of lease '%s' must be positive: %s".formatted(name, duration));
    }
    return database.writeLease(sql -> {
      database.lock(sql, name);
      return Leases.take(sql, name, owner, database.now(sql), duration);
    });
  }

  @Override
  public void release(Lease lease) {
    database.writeLease(sql -> Leases.release(sql, lease));
  }

  @Override
  public void end(Lease lease) {
    database.writeLease(sql -> Leases.end(sql, lease));
  }

  @Override
  public List<String> unheld(String prefix, @Nullable String after, int limit) {
    return database.read(sql -> Leases.unheld(sql, prefix, after, limit, database.now(sql)));
  }

  @Override
  public void close() {
    database.close();
  }

  private static void requireName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "a name has 1 to %d characters, not %d: '%s'".formatted(MAX_NAME_LENGTH, name.length(), name));
    }
  }
}
