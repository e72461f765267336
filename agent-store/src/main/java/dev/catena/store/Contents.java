package dev.catena.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The table `content`: each content once, found by the hash of the store's salt and its bytes: the first half of a SHA-256, since
/// two contents with the same 128 bits are not to be found by anybody who does not know the salt, and hardly by one who does.
final class Contents {
  private static final int HASH_BYTES = 16;
  private static final int PREFIX_BYTES = 8;
  private static final String SALT = "select bytes from salt";
  private static final String FIND = "select id from content where substr(hash, 1, 8) = ? and hash = ?";
  private static final String INSERT =
      "insert into content (hash, size, bytes) values (?, ?, ?) on conflict do nothing returning id";

  private final Database database;
  private final byte[] salt;

  private Contents(Database database, byte[] salt) {
    this.database = database;
    this.salt = salt;
  }

  static Contents of(Database database) {
    return new Contents(database, database.read(sql -> sql.one(SALT, row -> row.getBytes(1)).orElseThrow()));
  }

  /// Keeps the contents in the transaction that is open, unless they are there.
  ///
  /// @return their ids, with commas between them
  String put(Sql sql, List<byte[]> contents) throws SQLException {
    StringBuilder ids = new StringBuilder();
    for (byte[] content : contents) {
      ids.append(ids.isEmpty() ? "" : ",").append(put(sql, content));
    }
    return ids.toString();
  }

  private long put(Sql sql, byte[] content) throws SQLException {
    byte[] hash = hash(content);
    Optional<Long> known = find(sql, hash);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Long> made = sql.one(INSERT, row -> row.getLong(1), hash, (long) content.length, database.deflate(content));
    return made.isPresent() ? made.get() : find(sql, hash).orElseThrow(); // somebody else has just committed it
  }

  private static Optional<Long> find(Sql sql, byte[] hash) throws SQLException {
    return sql.one(FIND, row -> row.getLong(1), Arrays.copyOf(hash, PREFIX_BYTES), hash);
  }

  /// The text of a content.
  ///
  /// @param row with its id, hash, size and bytes in the columns from the given one
  /// @throws dev.catena.journal.JournalException if the bytes do not match the hash
  String text(ResultSet row, int column) throws SQLException {
    byte[] hash = row.getBytes(column + 1);
    Optional<byte[]> content = Zlib.inflate(row.getBytes(column + 3), row.getLong(column + 2));
    if (content.isEmpty() || !Arrays.equals(hash(content.get()), hash)) {
      throw database.damaged(
          "content %d does not match its hash %s".formatted(row.getLong(column), HexFormat.of().formatHex(hash)));
    }
    return new String(content.get(), StandardCharsets.UTF_8);
  }

  private byte[] hash(byte[] content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(salt);
      return Arrays.copyOf(sha256.digest(content), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
