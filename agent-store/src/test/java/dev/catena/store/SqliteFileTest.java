package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Entry;
import dev.catena.journal.JournalException;
import dev.catena.journal.JsonSequence;
import dev.catena.journal.Lease;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

class SqliteFileTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String LONG = "世界".repeat(500);

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("store.db");
  }

  // What is kept

  @Test
  void open_again_everythingIsThere() {
    Lease lease;
    try (SqliteStore store = SqliteStore.open(file)) {
      lease = store.lease("s", "ann", MINUTE).orElseThrow();
      store.append("s", 0, List.of(entry("short"), entry(LONG)), lease);
    }

    try (SqliteStore store = SqliteStore.open(file)) {
      assertThat(store.read("s", 0)).containsExactly(entry("short"), entry(LONG));
      assertThat(store.lease("s", "bob", MINUTE)).isEmpty();
      assertThat(store.append("s", 2, List.of(entry("more")), lease)).isEqualTo(3);
    }
  }

  @Test
  void open_oddFileName_isThatFile() throws IOException {
    Path odd = folder.resolve("a?mode=ro&b %41#ü.db");
    SqliteStore.open(odd).close();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(odd);
    }
  }

  @Test
  void close_leavesOneFile() throws IOException {
    SqliteStore.open(file).close();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void append_entryOfANewerRelease_isKeptAsItIs() {
    Entry odd = new Entry("Foretold", Instant.parse("+1000000-01-01T00:00:00.000000001Z"), "{\"when\":\"later\"}", "\0?");
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(odd), null);

      assertThat(store.read("s", 0)).containsExactly(odd);
    }
  }

  @Test
  void append_halfASurrogatePair_becomesAQuestionMark() {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry("a\ud83d")), null);

      assertThat(store.read("s", 0)).containsExactly(entry("a?"));
    }
  }

  @Test
  void append_theSameLongBodyTwice_isStoredOnce() throws SQLException {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(LONG)), null);
      store.append("t", 0, List.of(entry(LONG)), null);
    }

    assertThat(query("select count(*) from content")).isEqualTo("1");
  }

  @Test
  void append_textsOfBodies_shortOnesInTheEntryAndLongOnesOnce() throws SQLException {
    String text = "\"" + "x".repeat(Body.MIN_CONTENT_BYTES) + "\"";
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(JsonSequence.of(List.of("1", text, LONG))), entry(JsonSequence.of(List.of(LONG)))), null);
    }

    assertThat(query("select group_concat(body || coalesce(contents, ''), '|') from entry"))
        .isEqualTo("\u001e1\u001e\u001a\u001e\u001a1,2|\u001e\u001a2");
    assertThat(query("select count(*) from content")).isEqualTo("2");
  }

  @Test
  void append_longContent_isDeflatedWhenThatMakesItSmaller() throws SQLException {
    String random = new Random(1).ints(300, '!', '~').mapToObj(Character::toString).collect(Collectors.joining());
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(LONG), entry(random.repeat(2))), null);
    }

    assertThat(query("select group_concat(size > length(bytes)) from content order by id")).isEqualTo("1,1");
    assertThat(query("select text from (select cast(sqlar_uncompress(bytes, size) as text) as text from content limit 1)"))
        .isEqualTo(LONG);
  }

  @Test
  void append_sameContentInTwoStores_hasTwoHashes() throws SQLException {
    Path other = folder.resolve("other.db");
    for (Path path : List.of(file, other)) {
      try (SqliteStore store = SqliteStore.open(path)) {
        store.append("s", 0, List.of(entry(LONG)), null);
      }
    }

    String hash = query("select hex(hash) from content");
    file = other;
    assertThat(query("select hex(hash) from content")).isNotEqualTo(hash).hasSize(32);
  }

  @Test
  void read_contentThatWasChanged_saysWhich() throws SQLException {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(LONG), entry("x".repeat(300))), null);
      for (String change : List.of("bytes = x'00'", "bytes = zeroblob(length(bytes))", "size = -1")) {
        change("update content set " + change + " where id = 2");

        assertThatThrownBy(() -> store.read("s", 0))
            .as(change)
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("content 2 does not match its hash " + query("select lower(hex(hash)) from content where id = 2"));
      }
    }
  }

  @Test
  void read_contentThatIsGone_saysSo() throws SQLException {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(LONG)), null);
      change("delete from content");

      assertThatThrownBy(() -> store.read("s", 0)).isInstanceOf(JournalException.class).hasMessageContaining("has lost content");
    }
  }

  @Test
  void delete_stream_nothingOfItStaysInTheFiles() throws IOException {
    String secret = "the password is swordfish and nobody need know";
    try (SqliteStore store = SqliteStore.open(file)) {
      for (int i = 0; i < 20; i++) {
        store.append("s" + i, 0, List.of(entry(secret + i), entry(secret + "of more than sixty-four bytes" + i)), null);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(store.delete("s" + i)).isTrue();
      }

      try (Stream<Path> files = Files.list(folder)) {
        for (Path path : files.toList()) {
          assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).as(path.toString()).doesNotContain("swordfish");
        }
      }
    }
  }

  @Test
  void lease_ended_leavesNoRow() throws SQLException {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.end(store.lease("l", "ann", MINUTE).orElseThrow());
    }

    assertThat(query("select count(*) from lease")).isEqualTo("0");
  }

  @Test
  void unheld_timesWithAndWithoutAFraction_areComparedAsTimes() {
    InstantSource clock = () -> Instant.parse("2026-01-01T00:00:10Z");
    try (SqliteStore store = SqliteStore.open(file, clock)) {
      assertThat(store.lease("l", "ann", Duration.ofMillis(500))).isPresent();
      assertThat(store.unheld("", null, 1)).isEmpty();
    }
  }

  @Test
  void journalView_showsBodiesAsText() throws SQLException {
    String body = JsonSequence.of(List.of("1", LONG, "2", LONG + "!"));
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry("short"), entry(body)), null);
    }

    assertThat(query("select group_concat(stream || ' ' || position || ' ' || type || ' ' || written_at || body, '|') from journal"))
        .isEqualTo("s 0 Type 2026-01-01T00:00:00.123456000Zshort|s 1 Type 2026-01-01T00:00:00.123456000Z" + body);
  }

  @Test
  void outlineView_needsNoFunction() throws SQLException {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(LONG)), null);
    }

    try (Sql sql = new Sql(DriverManager.getConnection("jdbc:sqlite:" + file))) {
      assertThat(sql.one("select stream || position || type || head from outline", row -> row.getString(1))).contains("s0Type{}");
    }
  }

  @Test
  void append_nameTooLong_refused() {
    try (SqliteStore store = SqliteStore.open(file)) {
      assertThatThrownBy(() -> store.append("x".repeat(401), 0, List.of(entry("")), null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("401");
    }
  }

  @Test
  void open_entriesWaitForTheDiskAndLeasesDoNot() {
    try (SqliteFile sessions = SqliteFile.open(file, InstantSource.system())) {
      assertThat(pragma(sessions.journal(), "pragma synchronous")).isEqualTo("2");
      assertThat(pragma(sessions.leases(), "pragma synchronous")).isEqualTo("1");
      assertThat(pragma(sessions.journal(), "pragma journal_mode")).isEqualTo("wal");
      assertThat(pragma(sessions.journal(), "pragma page_size")).isEqualTo("1024");
      assertThat(pragma(sessions.journal(), "pragma wal_autocheckpoint")).isEqualTo("8000");
      assertThat(pragma(sessions.leases(), "pragma wal_autocheckpoint")).isEqualTo("8000");
    }
  }

  private static String pragma(Session session, String text) {
    return session.read(sql -> sql.one(text, row -> row.getString(1)).orElseThrow());
  }

  @RepeatedTest(5)
  void open_newFileByManyAtATime_allOpen() throws Exception {
    List<Callable<Long>> openers = IntStream.range(0, 8).<Callable<Long>>mapToObj(i -> () -> {
      try (SqliteStore store = SqliteStore.open(file)) {
        return store.append("s" + i, 0, List.of(entry("")), null);
      }
    }).toList();
    List<Long> ends = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> end : executor.invokeAll(openers)) {
        ends.add(end.get());
      }
    }

    assertThat(ends).hasSize(8).containsOnly(1L);
  }

  // What is wrong with a file

  @Test
  void open_noFolder_saysSo() {
    assertThatThrownBy(() -> SqliteStore.open(folder.resolve("no/store.db")))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("there is no folder '" + folder.resolve("no"));
  }

  @Test
  void open_folderThatCannotBeWritten_saysWhatIsNeeded() {
    Path readOnly = readOnlyFolder();

    assertThatThrownBy(() -> SqliteStore.open(readOnly.resolve("store.db")))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be written");
  }

  /// A folder without the right to write, or, for a user whom that does not stop, one of the kernel's.
  private Path readOnlyFolder() {
    assertThat(folder.toFile().setWritable(false)).isTrue();
    return Files.isWritable(folder) ? Path.of("/sys/kernel") : folder;
  }

  @Test
  void open_noSqliteFile_saysSo() throws IOException {
    Files.writeString(file, "Dear diary, ".repeat(1000));

    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("no SQLite file")
        .hasMessageContaining(".recover");
  }

  @Test
  void open_damagedPages_saysWhatToDo() throws IOException {
    try (SqliteStore store = SqliteStore.open(file)) {
      for (int i = 0; i < 200; i++) {
        store.append("s", i, List.of(entry(i + LONG)), null);
      }
    }
    try (var pages = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 8192; at < pages.length(); at += 2048) {
        pages.seek(at);
        pages.write(new byte[64]);
      }
    }

    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining(".recover");
  }

  @Test
  void open_tablesThatAreNotThere_saysSoAndClosesTheFile() throws Exception {
    SqliteStore.open(file).close();
    change("drop table salt");

    assertThatThrownBy(() -> SqliteStore.open(file)).isInstanceOf(JournalException.class).hasMessageContaining("salt");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file); // and no log, which the last connection removes
    }
  }

  @Test
  void open_newerSchema_refused() throws SQLException {
    SqliteStore.open(file).close();
    change("update catena_schema set version = '99'");

    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer release")
        .hasMessageContaining("99");
  }

  @Test
  void open_databaseOfSomethingElse_refusedAndUntouched() throws SQLException {
    change("create table customer (id integer)");

    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("something else");
    assertThat(query("select group_concat(name) from sqlite_master")).isEqualTo("customer");
    assertThat(query("pragma journal_mode")).isEqualTo("delete");
  }

  @Test
  void append_diskFull_saysSoAndKeepsWhatWasAcknowledged() {
    try (SqliteFile sessions = SqliteFile.open(file, InstantSource.system())) {
      SqliteStore store = new SqliteStore(sessions);
      set(sessions, "pragma max_page_count = 100");
      int kept = 0;
      JournalException full = null;
      while (full == null) {
        full = tryAppend(store, kept);
        kept += full == null ? 1 : 0;
      }

      assertThat(full).hasMessageContaining("is full");
      assertThat(tryAppend(store, kept)).isNotNull().hasMessageContaining("is full");
      assertThat(store.read("s", 0)).hasSize(kept);

      set(sessions, "pragma max_page_count = 1000000");
      assertThat(store.append("s", kept, List.of(entry("room again")), null)).isEqualTo(kept + 1);
    }
  }

  @Test
  void append_anotherProcessWrites_saysSoAndWorksAfterIt() throws SQLException {
    try (SqliteFile sessions = SqliteFile.open(file, InstantSource.system()); Sql other = new Sql(connection())) {
      SqliteStore store = new SqliteStore(sessions);
      set(sessions, "pragma busy_timeout = 1");
      other.execute(Session.BEGIN);

      assertThat(tryAppend(store, 0)).isNotNull().hasMessageContaining("another process");
      assertThat(store.read("s", 0)).isEmpty();

      other.execute(Session.ROLLBACK);
      assertThat(tryAppend(store, 0)).isNull();
    }
  }

  private static void set(SqliteFile sessions, String pragma) {
    assertThat(pragma(sessions.journal(), pragma)).isNotEmpty();
  }

  private static @Nullable JournalException tryAppend(SqliteStore store, int position) {
    try {
      store.append("s", position, List.of(entry(position + LONG)), null);
      return null;
    } catch (JournalException e) {
      return e;
    }
  }

  @Test
  void anything_afterClose_saysSo() {
    SqliteStore store = SqliteStore.open(file);
    store.close();
    store.close();

    assertThatThrownBy(() -> store.read("s", 0)).isInstanceOf(JournalException.class).hasMessageContaining("closed");
  }

  private static Entry entry(String body) {
    return new Entry("Type", Instant.parse("2026-01-01T00:00:00.123456Z"), "{}", body);
  }

  private String query(String text) throws SQLException {
    try (Sql sql = new Sql(connection())) {
      return sql.one(text, row -> Objects.requireNonNull(row.getString(1))).orElseThrow();
    }
  }

  private void change(String text) throws SQLException {
    try (Sql sql = new Sql(connection())) {
      sql.execute(text);
    }
  }

  /// With the function that the program `sqlite3` has, as https://sqlite.org/sqlar.html says.
  private Connection connection() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    Function.create(connection, "sqlar_uncompress", new Function() {
      @Override
      protected void xFunc() throws SQLException {
        result(Zlib.inflate(value_blob(0), value_int(1)).orElseThrow());
      }
    });
    return connection;
  }
}
