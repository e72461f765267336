package dev.catena.store;

import dev.catena.journal.Hash;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/// The table `content`.
final class Contents {
  private static final String FIND = "select id from content where sha256 = ?";
  private static final String INSERT = "insert into content (sha256, bytes) values (?, ?) returning id";

  private Contents() {}

  /// Keeps the content in the transaction that is open, unless it is there.
  ///
  /// @return its id
  static long put(Sql sql, byte[] content) throws SQLException {
    byte[] hash = HexFormat.of().parseHex(Hash.sha256(content));
    Optional<Long> known = sql.one(FIND, row -> row.getLong(1), hash);
    return known.isPresent() ? known.get() : sql.one(INSERT, row -> row.getLong(1), hash, content).orElseThrow();
  }
}
