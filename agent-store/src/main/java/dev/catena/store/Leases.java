package dev.catena.store;

import dev.catena.journal.FencedException;
import dev.catena.journal.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The table `lease`. All methods work in the transaction that is open.
final class Leases {
  private static final String FIND = "select owner, token, valid_until, held from lease where name = ?";
  private static final String TAKE =
      """
      insert into lease (name, owner, token, valid_until, held) values (?, ?, ?, ?, 1)
      on conflict (name) do update
      set owner = excluded.owner, token = excluded.token, valid_until = excluded.valid_until, held = excluded.held""";
  private static final String RELEASE = "update lease set held = 0 where name = ? and token = ?";

  private Leases() {}

  static Optional<Lease> take(Sql sql, String name, String owner, Instant now, Duration duration) throws SQLException {
    Optional<Held> before = find(sql, name);
    boolean mine = before.isPresent() && before.get().isHeldBy(owner);
    if (before.isPresent() && !mine && before.get().isHeldAt(now)) {
      return Optional.empty();
    }
    long last = before.map(held -> held.lease().token()).orElse(0L);
    Lease lease = new Lease(name, owner, mine ? last : last + 1, now.plus(duration));
    sql.execute(TAKE, lease.name(), lease.owner(), lease.token(), lease.until().toString());
    return Optional.of(lease);
  }

  static boolean release(Sql sql, Lease lease) throws SQLException {
    sql.execute(RELEASE, lease.name(), lease.token());
    return true;
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
