package dev.catena.store;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables `stream` and `entry`. A long body is content, so that the same body of several entries is stored once.
final class Streams {
  private static final int MAX_INLINE_BYTES = 1024;

  private static final String FIND = "select id from stream where name = ?";
  private static final String CREATE = "insert into stream (name) values (?) returning id";
  private static final String COUNT = "select coalesce(max(position) + 1, 0) from entry where stream = ?";
  private static final String INSERT =
      "insert into entry (stream, position, type, written_at, head, body, content) values (?, ?, ?, ?, ?, ?, ?)";
  private static final String READ =
      """
      select e.type, e.written_at, e.head, e.body, c.bytes
      from stream s
      join entry e on e.stream = s.id
      left join content c on c.id = e.content
      where s.name = ? and e.position >= ?
      order by e.position""";

  private Streams() {}

  /// Appends in the transaction that is open.
  ///
  /// @return how many entries the stream has now
  static long append(Sql sql, String stream, long position, List<Entry> entries) throws SQLException {
    Optional<Long> known = sql.one(FIND, row -> row.getLong(1), stream);
    long count = known.isEmpty() ? 0 : sql.one(COUNT, row -> row.getLong(1), known.get()).orElseThrow();
    if (count != position) {
      throw new ConflictException(stream, position, count);
    }
    long id = known.isPresent() ? known.get() : sql.one(CREATE, row -> row.getLong(1), stream).orElseThrow();
    for (Entry entry : entries) {
      insert(sql, id, count++, entry);
    }
    return count;
  }

  private static void insert(Sql sql, long stream, long position, Entry entry) throws SQLException {
    byte[] body = entry.body().getBytes(StandardCharsets.UTF_8);
    boolean inline = body.length <= MAX_INLINE_BYTES;
    sql.execute(
        INSERT,
        stream,
        position,
        entry.type(),
        entry.at().toString(),
        entry.head(),
        inline ? entry.body() : null,
        inline ? null : Contents.put(sql, body));
  }

  static List<Entry> read(Sql sql, String stream, long position) throws SQLException {
    return sql.all(READ, Streams::entry, stream, position);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String inline = row.getString(4);
    String body = inline != null ? inline : new String(row.getBytes(5), StandardCharsets.UTF_8);
    return new Entry(row.getString(1), Instant.parse(row.getString(2)), row.getString(3), body);
  }
}
