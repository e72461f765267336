package dev.catena.store;

import dev.catena.journal.FencedException;
import dev.catena.journal.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `lease`. All methods work in the transaction that is open.
final class Leases {
  private static final String FIND = "select owner, token, seconds, nanos, held from lease where name = ?";
  private static final String CURRENT = "select 1 from lease where name = ? and token = ? and held = 1";
  private static final String TAKE =
      """
      insert into lease (name, owner, token, seconds, nanos, held) values (?, ?, ?, ?, ?, 1)
      on conflict (name) do update
      set owner = excluded.owner, token = excluded.token, seconds = excluded.seconds, nanos = excluded.nanos, held = 1""";
  private static final String NEXT = "update token set last = last + 1 returning last";
  private static final String RELEASE = "update lease set held = 0 where name = ? and token = ?";
  private static final String END = "delete from lease where name = ? and token = ?";
  private static final String UNHELD =
      """
      select name from lease
      where substr(name, 1, length(?)) = ? and name > ? and (held = 0 or (seconds, nanos) <= (?, ?))
      order by name limit ?""";

  private Leases() {}

  static Optional<Lease> take(Sql sql, String name, String owner, Instant now, Duration duration) throws SQLException {
    Optional<Held> before = find(sql, name);
    boolean mine = before.isPresent() && before.get().isHeldBy(owner);
    if (before.isPresent() && !mine && before.get().isHeldAt(now)) {
      return Optional.empty();
    }
    long token = mine ? before.get().lease().token() : sql.one(NEXT, row -> row.getLong(1)).orElseThrow();
    Instant until = now.plus(duration);
    sql.execute(TAKE, name, owner, token, until.getEpochSecond(), (long) until.getNano());
    return Optional.of(new Lease(name, owner, token, until));
  }

  static boolean release(Sql sql, Lease lease) throws SQLException {
    sql.execute(RELEASE, lease.name(), lease.token());
    return true;
  }

  static boolean end(Sql sql, Lease lease) throws SQLException {
    sql.execute(END, lease.name(), lease.token());
    return true;
  }

  static List<String> unheld(Sql sql, String prefix, @Nullable String after, int limit, Instant now) throws SQLException {
    String from = after == null ? "" : after;
    return sql.all(
        UNHELD, row -> row.getString(1), prefix, prefix, from, now.getEpochSecond(), (long) now.getNano(), (long) limit);
  }

  /// @throws FencedException if the lease was given back or taken by somebody else since
  static void requireCurrent(Sql sql, Lease lease) throws SQLException {
    if (sql.one(CURRENT, row -> true, lease.name(), lease.token()).isEmpty()) {
      throw new FencedException(lease);
    }
  }

  private static Optional<Held> find(Sql sql, String name) throws SQLException {
    return sql.one(FIND, row -> Held.of(name, row), name);
  }

  /// The newest lease of a name, and whether it has not been given back.
  private record Held(Lease lease, boolean held) {
    static Held of(String name, ResultSet row) throws SQLException {
      Instant until = Instant.ofEpochSecond(row.getLong(3), row.getLong(4));
      return new Held(new Lease(name, row.getString(1), row.getLong(2), until), row.getLong(5) == 1);
    }

    boolean isHeldBy(String owner) {
      return held && lease.owner().equals(owner);
    }

    boolean isHeldAt(Instant now) {
      return held && now.isBefore(lease.until());
    }
  }
}
