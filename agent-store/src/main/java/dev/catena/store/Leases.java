package dev.catena.store;

import dev.catena.journal.FencedException;
import dev.catena.journal.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `lease`. All methods work in the transaction that is open.
final class Leases {
  private static final String FIND = "select owner, token, valid_until, held from lease where name = ?";
  private static final String TAKE =
      """
      insert into lease (name, owner, token, valid_until, held) values (?, ?, ?, ?, 1)
      on conflict (name) do update
      set owner = excluded.owner, token = excluded.token, valid_until = excluded.valid_until, held = excluded.held""";
  private static final String NEXT = "update token set last = last + 1 returning last";
  private static final String END = "delete from lease where name = ? and token = ?";
  private static final String UNHELD =
      """
      select name from lease
      where substr(name, 1, length(?1)) = ?1 and name > ?2 and (held = 0 or valid_until <= ?3)
      order by name limit ?4""";
  private static final String RELEASE = "update lease set held = 0 where name = ? and token = ?";

  private Leases() {}

  static Optional<Lease> take(Sql sql, String name, String owner, Instant now, Duration duration) throws SQLException {
    Optional<Held> before = find(sql, name);
    boolean mine = before.isPresent() && before.get().isHeldBy(owner);
    if (before.isPresent() && !mine && before.get().isHeldAt(now)) {
      return Optional.empty();
    }
    long token = mine ? before.get().lease().token() : sql.one(NEXT, row -> row.getLong(1)).orElseThrow();
    Lease lease = new Lease(name, owner, token, now.plus(duration));
    sql.execute(TAKE, lease.name(), lease.owner(), lease.token(), lease.until().toString());
    return Optional.of(lease);
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
    return sql.all(UNHELD, row -> row.getString(1), prefix, after == null ? "" : after, now.toString(), limit);
  }

  /// @throws FencedException if the lease was given back or taken by somebody else since
  static void requireCurrent(Sql sql, Lease lease) throws SQLException {
    if (find(sql, lease.name()).filter(held -> held.held() && held.lease().token() == lease.token()).isEmpty()) {
      throw new FencedException(lease);
    }
  }

  private static Optional<Held> find(Sql sql, String name) throws SQLException {
    return sql.one(
        FIND,
        row -> new Held(
            new Lease(name, row.getString(1), row.getLong(2), Instant.parse(row.getString(3))), row.getLong(4) == 1),
        name);
  }

  /// The newest lease of a name, and whether it has not been given back.
  private record Held(Lease lease, boolean held) {
    boolean isHeldBy(String owner) {
      return held && lease.owner().equals(owner);
    }

    boolean isHeldAt(Instant now) {
      return held && now.isBefore(lease.until());
    }
  }
}
