package dev.catena.store;

import dev.catena.journal.Hash;
import dev.catena.journal.JournalException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The table `content`.
final class Contents {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private static final String FIND = "select id from content where sha256 = ?";
  private static final String INSERT = "insert into content (sha256, bytes) values (?, ?) returning id";
  private static final String GET = "select bytes from content where sha256 = ?";

  private Contents() {}

  /// Keeps the content in the transaction that is open, unless it is there.
  ///
  /// @return its id
  static long put(Sql sql, byte[] content) throws SQLException {
    byte[] hash = HexFormat.of().parseHex(Hash.sha256(content));
    Optional<Long> known = sql.one(FIND, row -> row.getLong(1), hash);
    return known.isPresent() ? known.get() : sql.one(INSERT, row -> row.getLong(1), hash, content).orElseThrow();
  }

  static Optional<byte[]> get(Sql sql, String sha256) throws SQLException {
    if (!SHA_256.matcher(sha256).matches()) {
      return Optional.empty();
    }
    Optional<byte[]> found = sql.one(GET, row -> row.getBytes(1), HexFormat.of().parseHex(sha256));
    found.map(Hash::sha256).filter(hash -> !hash.equals(sha256)).ifPresent(hash -> {
      throw new JournalException("the content %s is damaged: its hash is %s".formatted(sha256, hash));
    });
    return found;
  }
}
