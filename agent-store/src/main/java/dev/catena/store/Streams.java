package dev.catena.store;

import dev.catena.journal.Append;
import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.Store.Order;
import dev.catena.journal.Tail;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `stream` and `entry`. A long body is content, so that the same body of several entries is stored once.
final class Streams {
  private static final int MAX_INLINE_BYTES = 1024;

  private static final String FIND = "select id from stream where name = ?";
  private static final String CREATE = "insert into stream (name) values (?) returning id";
  private static final String COUNT = "select coalesce(max(position) + 1, 0) from entry where stream = ?";
  private static final String INSERT =
      "insert into entry (stream, position, type, written_at, head, body, content) values (?, ?, ?, ?, ?, ?, ?)";
  private static final String OLDEST =
      """
      select name from stream
      where substr(name, 1, length(?1)) = ?1 and (?2 is null or id > (select id from stream where name = ?2))
      order by id limit ?3""";
  private static final String NEWEST =
      """
      select name from stream
      where substr(name, 1, length(?1)) = ?1 and (?2 is null or id < (select id from stream where name = ?2))
      order by id desc limit ?3""";
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
  static void append(Sql sql, Append append) throws SQLException {
    String stream = append.stream();
    Optional<Long> known = sql.one(FIND, row -> row.getLong(1), stream);
    long count = known.isEmpty() ? 0 : sql.one(COUNT, row -> row.getLong(1), known.get()).orElseThrow();
    if (count != append.position()) {
      throw new ConflictException(stream, append.position(), count);
    }
    long id = known.isPresent() ? known.get() : sql.one(CREATE, row -> row.getLong(1), stream).orElseThrow();
    for (Entry entry : append.entries()) {
      insert(sql, id, count++, entry);
    }
  }

  static Tail last(Sql sql, String stream, int count) throws SQLException {
    Optional<Long> known = sql.one(FIND, row -> row.getLong(1), stream);
    long size = known.isEmpty() ? 0 : sql.one(COUNT, row -> row.getLong(1), known.get()).orElseThrow();
    return new Tail(size, count == 0 ? List.of() : read(sql, stream, Math.max(0, size - count)));
  }

  static List<String> names(Sql sql, String prefix, Order order, @Nullable String after, int limit) throws SQLException {
    String text = order == Order.OLDEST_FIRST ? OLDEST : NEWEST;
    return sql.all(text, row -> row.getString(1), prefix, after, limit);
  }

  /// Deletes in the transaction that is open.
  static boolean delete(Sql sql, String stream) throws SQLException {
    Optional<Long> known = sql.one(FIND, row -> row.getLong(1), stream);
    if (known.isEmpty()) {
      return false;
    }
    sql.execute("delete from entry where stream = ?", known.get());
    sql.execute("delete from stream where id = ?", known.get());
    sql.execute("delete from content where id not in (select content from entry where content is not null)");
    return true;
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
