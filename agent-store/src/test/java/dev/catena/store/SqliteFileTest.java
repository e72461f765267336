package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Entry;
import dev.catena.journal.JournalException;
import dev.catena.journal.Lease;
import java.io.IOException;
import java.io.RandomAccessFile;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void journalView_showsBodiesAsText() throws SQLException {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.append("s", 0, List.of(entry(LONG)), null);
    }

    assertThat(query("select stream || ' ' || position || ' ' || type || ' ' || body from journal"))
        .isEqualTo("s 0 Type " + LONG);
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
    try (SqliteFile sessions = SqliteFile.open(file)) {
      assertThat(pragma(sessions.journal(), "pragma synchronous")).isEqualTo("2");
      assertThat(pragma(sessions.leases(), "pragma synchronous")).isEqualTo("1");
      assertThat(pragma(sessions.journal(), "pragma journal_mode")).isEqualTo("wal");
      assertThat(pragma(sessions.journal(), "pragma page_size")).isEqualTo("1024");
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
      for (long at = 8192; at < pages.length(); at += 1024) {
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
    try (SqliteFile sessions = SqliteFile.open(file)) {
      SqliteStore store = new SqliteStore(sessions, InstantSource.system());
      set(sessions, "pragma max_page_count = 200");
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
    try (SqliteFile sessions = SqliteFile.open(file); Sql other = new Sql(connection())) {
      SqliteStore store = new SqliteStore(sessions, InstantSource.system());
      set(sessions, "pragma busy_timeout = 1");
      other.execute(Sql.BEGIN);

      assertThat(tryAppend(store, 0)).isNotNull().hasMessageContaining("another process");
      assertThat(store.read("s", 0)).isEmpty();

      other.execute(Sql.ROLLBACK);
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

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }
}
