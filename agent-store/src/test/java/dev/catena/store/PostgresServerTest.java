package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.FencedException;
import dev.catena.journal.JournalException;
import dev.catena.journal.JsonSequence;
import dev.catena.journal.Lease;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresServerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String LONG = "世界".repeat(500);

  private final Postgres server = Postgres.shared();

  // What is kept

  @Test
  void append_textWithNul_isReadAsWritten() {
    Entry odd = new Entry("Type", Instant.parse("+1000000-01-01T00:00:00.000000001Z"), "{\u0000}", "\u0000" + LONG);
    try (PostgresStore store = Postgres.open(server.emptied())) {
      store.append("s", 0, List.of(odd), null);

      assertThat(store.read("s", 0)).containsExactly(odd);
    }
  }

  @Test
  void append_nameWithNul_refusedWithTheReason() {
    try (PostgresStore store = Postgres.open(server.emptied())) {
      assertThatThrownBy(() -> store.append("\u0000", 0, List.of(entry("1")), null))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("U+0000");
    }
  }

  @Test
  void append_theSameLongBodyTwice_isStoredOnce() throws SQLException {
    String url = server.emptied();
    try (PostgresStore store = Postgres.open(url); Sql sql = Postgres.connect(url)) {
      store.append("s", 0, List.of(entry(LONG)), null);
      store.append("t", 0, List.of(entry(JsonSequence.of(List.of("1", LONG)))), null);

      assertThat(sql.one("select count(*) from content", row -> row.getLong(1))).contains(1L);
    }
  }

  @Test
  void journalView_showsBodiesAsText() throws SQLException {
    String url = server.emptied();
    List<String> bodies = List.of("", "short", LONG, JsonSequence.of(List.of("1", LONG, "2", LONG + "!")));
    try (PostgresStore store = Postgres.open(url); Sql sql = Postgres.connect(url)) {
      store.append("s", 0, bodies.stream().map(PostgresServerTest::entry).toList(), null);

      assertThat(sql.all("select body from journal where stream = 's' order by position", row -> row.getString(1)))
          .isEqualTo(bodies);
      assertThat(sql.one("select type || head || position from journal where position = 3", row -> row.getString(1)))
          .contains("Type{}3");
    }
  }

  @Test
  void open_serverThatDoesNotWaitForTheDisk_waitsForIt() {
    String url = server.emptied() + "&options=-c%20synchronous_commit=off";
    try (PostgresServer opened = PostgresServer.open(url, Postgres.USER, Postgres.PASSWORD)) {
      assertThat(opened.<String>read(sql -> sql.one("show synchronous_commit", row -> row.getString(1)).orElseThrow()))
          .isEqualTo("on");
    }
  }

  @RepeatedTest(3)
  void open_newSchemaByManyAtATime_allOpen() throws Exception {
    String url = server.url();
    List<Callable<Long>> openers = IntStream.range(0, 4).<Callable<Long>>mapToObj(i -> () -> {
      try (PostgresStore store = Postgres.open(url)) {
        return store.append("s" + i, 0, List.of(entry("")), null);
      }
    }).toList();
    List<Long> ends = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> end : executor.invokeAll(openers)) {
        ends.add(end.get());
      }
    }

    assertThat(ends).hasSize(4).containsOnly(1L);
  }

  // Several at a time

  @Test
  void append_afterAnotherPoolTookTheLease_isFenced() throws SQLException {
    String url = server.emptied();
    try (PostgresStore ann = Postgres.open(url); PostgresStore bob = Postgres.open(url); Sql sql = Postgres.connect(url)) {
      Lease lost = ann.lease("l", "ann", MINUTE).orElseThrow();
      assertThat(bob.lease("l", "bob", MINUTE)).isEmpty();
      sql.execute("update lease set seconds = seconds - 60");
      Lease held = bob.lease("l", "bob", MINUTE).orElseThrow();

      assertThatThrownBy(() -> ann.append("s", 0, List.of(entry("ann")), lost)).isInstanceOf(FencedException.class);
      assertThat(bob.append("s", 0, List.of(entry("bob")), held)).isEqualTo(1);
      assertThat(ann.read("s", 0)).containsExactly(entry("bob"));
    }
  }

  @Test
  void lease_whileItsHolderWrites_waitsForTheWrite() throws Exception {
    String url = server.url();
    try (PostgresStore ann = Postgres.open(url); PostgresStore bob = Postgres.open(url); Sql gate = Postgres.connect(url)) {
      gate.execute("create function pass() returns trigger language plpgsql as "
          + "'begin perform pg_advisory_xact_lock_shared(42); return new; end'");
      gate.execute("create trigger pass before insert on entry for each row execute function pass()");
      assertThat(gate.one("select pg_advisory_lock(42)", row -> true)).isPresent();
      Lease lost = ann.lease("l", "ann", Duration.ofNanos(1000)).orElseThrow();

      var written = later(() -> ann.append("s", 0, List.of(entry("1")), lost));
      awaitWaiters(gate, 1);
      var taken = later(() -> bob.lease("l", "bob", MINUTE).isPresent());
      awaitWaiters(gate, 2);
      assertThat(gate.one("select pg_advisory_unlock(42)", row -> true)).isPresent();

      assertThat(written.get()).isEqualTo(1);
      assertThat(taken.get()).isTrue();
      assertThatThrownBy(() -> ann.append("s", 1, List.of(entry("2")), lost)).isInstanceOf(FencedException.class);
    }
  }

  private static <T> CompletableFuture<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }

  private static void awaitWaiters(Sql sql, long count) throws SQLException {
    String waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (sql.one(waiting, row -> row.getLong(1)).orElseThrow() < count) {
      assertThat(System.nanoTime()).as("when %d transactions wait", count).isLessThan(until);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void append_twoThatShareContentInTurnedOrder_bothAreWritten() throws Exception {
    String url = server.emptied();
    String other = LONG + "!";
    try (PostgresStore store = Postgres.open(url); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> writers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String number = "" + i / 2;
        List<Entry> entries = List.of(entry(LONG + number), entry(other + number));
        String stream = "s" + i;
        writers.add(() -> store.append(stream, 0, stream.hashCode() % 2 == 0 ? entries : entries.reversed(), null));
      }
      for (Future<Long> end : executor.invokeAll(writers)) {
        assertThat(end.get()).isEqualTo(2);
      }
    }
  }

  @Test
  void delete_besideAppendsOfTheSameContent_losesNone() throws Exception {
    try (PostgresStore store = Postgres.open(server.emptied()); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> writers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String stream = "s" + i;
        writers.add(() -> {
          for (int round = 0; round < 10; round++) {
            store.append(stream, 0, List.of(entry(LONG)), null);
            assertThat(store.read(stream, 0)).containsExactly(entry(LONG));
            store.delete(stream);
          }
          return store.append(stream, 0, List.of(entry(LONG)), null);
        });
      }
      for (Future<Long> end : executor.invokeAll(writers)) {
        assertThat(end.get()).isEqualTo(1);
      }
      assertThat(store.read("s3", 0)).containsExactly(entry(LONG));
    }
  }

  @Test
  void append_interruptedThread_isWrittenAndStaysInterrupted() {
    try (PostgresStore store = Postgres.open(server.emptied())) {
      boolean[] interrupted = new boolean[1];
      Thread writer = Thread.startVirtualThread(() -> {
        Thread.currentThread().interrupt();
        store.append("s", 0, List.of(entry("1")), null);
        interrupted[0] = Thread.currentThread().isInterrupted();
      });
      joined(writer);

      assertThat(store.read("s", 0)).containsExactly(entry("1"));
      assertThat(interrupted[0]).isTrue();
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // What is wrong with a server

  @Test
  void open_newerSchema_refused() throws SQLException {
    String url = server.url();
    Postgres.open(url).close();
    try (Sql sql = Postgres.connect(url)) {
      sql.execute("update catena_schema set version = '99' where version is not null");
    }

    assertThatThrownBy(() -> Postgres.open(url))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer release")
        .hasMessageContaining("99");
  }

  @Test
  void open_wrongPassword_saysSoAndNeverThePassword() {
    assertThatThrownBy(() -> PostgresStore.open(server.url(), Postgres.USER, "open-sesame"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the user is refused")
        .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("sesame"));
  }

  @Test
  void open_noUrl_refusedWithoutRepeatingWhatMayBeAPassword() {
    for (String url : List.of(
        "postgres://app:sesame@db/shop",
        "jdbc:postgresql://app:sesame@db/shop",
        "jdbc:postgresql://db/shop?ssl=true&password=sesame",
        "jdbc:postgresql://db:port/shop?sslpassword=sesame",
        "jdbc:postgresql://db/shop?sslpassword=sesame&currentSchema=Two%20words")) {
      assertThatThrownBy(() -> PostgresStore.open(url, "", ""))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("sesame"));
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void open_nobodyThere_saysSo() {
    assertThatThrownBy(() -> PostgresStore.open("jdbc:postgresql://127.0.0.1:1/none", "app", ""))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("there is no connection to 'jdbc:postgresql://127.0.0.1:1/none'");
  }

  @Test
  void append_serverGoneAndBack_saysSoAndGoesOn() {
    try (Postgres own = Postgres.own()) {
      try (PostgresStore store = Postgres.open(own.url())) {
        store.append("s", 0, List.of(entry("1")), null);
        own.kill();
        CompletableFuture<JournalException> failure = CompletableFuture.supplyAsync(() -> failureOf(store));
        assertThat(failure.join()).hasMessageContaining("nothing was written");
        own.start();

        assertThat(store.append("s", 1, List.of(entry("2")), null)).isEqualTo(2);
        assertThat(store.read("s", 0)).containsExactly(entry("1"), entry("2"));
      }
    }
  }

  private static JournalException failureOf(PostgresStore store) {
    try {
      store.append("s", 1, List.of(entry("lost")), null);
      throw new AssertionError("written");
    } catch (JournalException e) {
      return e;
    }
  }

  @Test
  void write_connectionLostDuringTheCommit_saysThatItIsNotKnown() throws SQLException {
    String url = server.url();
    Postgres.open(url).close();
    try (Sql sql = Postgres.connect(url)) {
      sql.execute("create function die() returns trigger language plpgsql as "
          + "'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'");
      sql.execute("create constraint trigger die after insert on entry deferrable initially deferred "
          + "for each row execute function die()");
    }
    try (PostgresStore store = Postgres.open(url)) {
      assertThatThrownBy(() -> store.append(List.of(new Append("s", 0, List.of(entry("1")))), null))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("not known");
    }
  }

  @Test
  void anything_afterClose_saysSo() {
    PostgresStore store = Postgres.open(server.emptied());
    store.close();
    store.close();

    assertThatThrownBy(() -> store.read("s", 0)).isInstanceOf(JournalException.class).hasMessageContaining("closed");
  }

  private static Entry entry(String body) {
    return new Entry("Type", Instant.parse("2026-01-01T00:00:00.123456Z"), "{}", body);
  }
}
