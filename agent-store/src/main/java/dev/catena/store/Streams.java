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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `stream` and `entry`. The id of an entry is that of its stream in the upper half and its position in the lower
/// half, so that the entries of a stream are neighbours in the one tree of the table.
final class Streams {
  private static final int POSITION_BITS = 32;
  private static final long MAX_POSITION = (1L << POSITION_BITS) - 1;

  private static final String FIND =
      """
      select s.id, (
        select e.id from entry e where e.id >= s.id << 32 and e.id < (s.id + 1) << 32 order by e.id desc limit 1
      ) from stream s where s.name = ?""";
  private static final String CREATE = "insert into stream (name) values (?) returning id";
  private static final String INSERT =
      "insert into entry (id, type, seconds, nanos, head, body, contents) values (?, ?, ?, ?, ?, ?, ?)";
  private static final String OLDEST =
      "select name from stream where substr(name, 1, length(?)) = ? and id > ? order by id limit ?";
  private static final String NEWEST =
      "select name from stream where substr(name, 1, length(?)) = ? and id < ? order by id desc limit ?";
  private static final String SELECT =
      """
      select e.id, e.type, e.seconds, e.nanos, e.head, e.body, c.id, c.hash, c.size, c.bytes
      from stream s
      join entry e on e.id >= s.id << 32 and e.id < (s.id + 1) << 32
      left join %s
      left join content c on c.id = part.value
      where s.name = ? and e.id >= %s
      order by e.id, part.key""";
  private static final String FROM = "(s.id << 32) + ?";
  private static final String LAST =
      "(select l.id from entry l where l.id < (s.id + 1) << 32 order by l.id desc limit 1) + 1 - ?";
  private final Database database;
  private final Contents contents;
  private final String readFrom;
  private final String readLast;
  private final String sweep;

  Streams(Database database, Contents contents) {
    this.database = database;
    this.contents = contents;
    this.readFrom = SELECT.formatted(database.parts(), FROM);
    this.readLast = SELECT.formatted(database.parts(), LAST);
    this.sweep =
        """
        delete from content
        where id in (select id from content except select part.value from entry e join %s)""".formatted(database.parts());
  }

  /// Where a stream stands.
  private record Place(long stream, long size) {
    static Place of(ResultSet row) throws SQLException {
      long stream = row.getLong(1);
      return new Place(stream, (row.getLong(2) & MAX_POSITION) + 1); // a stream that exists has an entry
    }
  }

  /// Appends in the transaction that is open.
  void append(Sql sql, Append append) throws SQLException {
    Optional<Place> known = sql.one(FIND, Place::of, append.stream());
    long size = known.map(Place::size).orElse(0L);
    if (size != append.position()) {
      throw new ConflictException(append.stream(), append.position(), size);
    }
    long stream = known.isPresent()
        ? known.get().stream()
        : sql.one(CREATE, row -> row.getLong(1), append.stream()).orElseThrow();
    long id = (stream << POSITION_BITS) + size;
    for (Entry entry : append.entries()) {
      insert(sql, id++, entry);
    }
  }

  private void insert(Sql sql, long id, Entry entry) throws SQLException {
    Body body = Body.of(entry.body());
    Instant at = entry.at();
    sql.execute(
        INSERT,
        id,
        entry.type(),
        at.getEpochSecond(),
        (long) at.getNano(),
        database.verbatim(entry.head()),
        database.verbatim(body.text()),
        body.contents().isEmpty() ? null : contents.put(sql, body.contents()));
  }

  List<Entry> read(Sql sql, String stream, long position) throws SQLException {
    return position > MAX_POSITION ? List.of() : entries(sql, readFrom, stream, position).stream().map(Row::entry).toList();
  }

  Tail last(Sql sql, String stream, int count) throws SQLException {
    if (count == 0) {
      return new Tail(sql.one(FIND, Place::of, stream).map(Place::size).orElse(0L), List.of());
    }
    List<Row> rows = entries(sql, readLast, stream, count);
    long size = rows.isEmpty() ? 0 : (rows.getLast().id & MAX_POSITION) + 1;
    return new Tail(size, rows.stream().map(Row::entry).toList());
  }

  /// One row for each content of an entry, or one without content.
  private List<Row> entries(Sql sql, String text, String stream, long number) throws SQLException {
    List<Row> rows = new ArrayList<>();
    sql.each(text, row -> {
      if (rows.isEmpty() || rows.getLast().id != row.getLong(1)) {
        rows.add(new Row(row));
      }
      rows.getLast().add(row);
    }, stream, number);
    return rows;
  }

  /// An entry that is being read.
  private final class Row {
    private final long id;
    private final Entry kept;
    private final List<String> texts = new ArrayList<>();

    Row(ResultSet row) throws SQLException {
      id = row.getLong(1);
      kept = new Entry(
          row.getString(2), Instant.ofEpochSecond(row.getLong(3), row.getInt(4)), utf8(row.getBytes(5)), utf8(row.getBytes(6)));
    }

    void add(ResultSet row) throws SQLException {
      if (row.getBytes(8) != null) {
        texts.add(contents.text(row, 7));
      }
    }

    Entry entry() {
      if (Body.marks(kept.body()) != texts.size()) {
        throw database.damaged("entry %d has lost content".formatted(id));
      }
      return new Entry(kept.type(), kept.at(), kept.head(), Body.whole(kept.body(), texts));
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  List<String> names(Sql sql, String prefix, Order order, @Nullable String after, int limit) throws SQLException {
    boolean oldest = order == Order.OLDEST_FIRST;
    Optional<Long> last = after == null
        ? Optional.of(oldest ? 0 : Long.MAX_VALUE)
        : sql.one(FIND, row -> row.getLong(1), after);
    return last.isEmpty()
        ? List.of()
        : sql.all(oldest ? OLDEST : NEWEST, row -> row.getString(1), prefix, prefix, last.get(), (long) limit);
  }

  /// Deletes in the transaction that is open.
  boolean delete(Sql sql, String stream) throws SQLException {
    Optional<Place> known = sql.one(FIND, Place::of, stream);
    if (known.isEmpty()) {
      return false;
    }
    long first = known.get().stream() << POSITION_BITS;
    sql.execute("delete from entry where id >= ? and id <= ?", first, first + MAX_POSITION);
    sql.execute("delete from stream where id = ?", known.get().stream());
    sql.execute(sweep);
    return true;
  }
}
