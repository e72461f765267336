package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Entry;
import dev.catena.journal.FencedException;
import dev.catena.journal.JournalException;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the embedded engine uses its store; what it does as an engine is the business of `EngineContract`.
@Timeout(60)
class EmbeddedEngineTest {
  private static final RunId ID = new RunId("r");

  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
  private final MemoryStore store = new MemoryStore(time::get);
  private final EmbeddedEngine engine = EmbeddedEngine.on(store, time::get);
  private final EmbeddedEngine other = EmbeddedEngine.on(store, time::get);
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger times = new AtomicInteger();
  private final Operation<String, String> pay =
      Operation.leaf("pay", Effect.KEYED, Codecs.text(), Codecs.text(), (input, step) -> {
        times.incrementAndGet();
        inside.countDown();
        go.await();
        return "paid";
      });
  private final Operation<String, String> main = Operation.composite(
      "main", Codecs.text(), Codecs.text(), (input, run) -> run.call(new StepKey("pay"), pay, input));

  @AfterEach
  void close() {
    engine.close();
    other.close();
  }

  @Test
  void execute_effect_intentIsWrittenBeforeTheResult() {
    go.countDown();
    execute(engine);

    assertThat(store.read("run/r", 0)).extracting(Entry::type)
        .containsExactly("Started", "Intent", "Succeeded", "Ended");
  }

  @Test
  void execute_twoEnginesOneId_oneExecution() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> execute(engine), Thread::startVirtualThread);
    inside.await();
    var second = CompletableFuture.supplyAsync(() -> execute(other), Thread::startVirtualThread);
    go.countDown();

    assertThat(second.get()).isEqualTo(first.get());
    assertThat(times).hasValue(1);
  }

  @Test
  void execute_storeFailsInsideABody_runStandsStillAndGoesOnLater() {
    AtomicInteger tries = new AtomicInteger();
    Operation<String, String> read = Operation.leaf("read", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
      if (tries.incrementAndGet() == 1) {
        throw new JournalException("no connection");
      }
      return "read";
    });
    Operation<String, String> reading = Operation.composite(
        "reading", Codecs.text(), Codecs.text(), (input, run) -> run.call(new StepKey("read"), read, input));
    engine.register(read);
    engine.register(reading);

    assertThatThrownBy(() -> engine.execute(ID, new Definition("d", "{}"), reading, "1", new Cancellation(), event -> {}))
        .isInstanceOf(JournalException.class)
        .hasMessage("no connection");
    assertThat(engine.execute(ID, new Definition("d", "{}"), reading, "1", new Cancellation(), event -> {}))
        .isEqualTo(new RunResult.Completed<>("read"));
  }

  @Test
  void execute_leaseWasTakenOver_isFencedAndTheNewHolderGoesOn() throws Exception {
    var asleep = CompletableFuture.supplyAsync(() -> execute(engine), Thread::startVirtualThread);
    inside.await();
    time.set(Instant.EPOCH.plus(EmbeddedEngine.LEASE).plusSeconds(1));
    assertThat(store.lease("run/r", "somebody", Duration.ofSeconds(1))).isPresent();
    go.countDown();

    assertThatThrownBy(asleep::get).hasCauseInstanceOf(FencedException.class);
    time.updateAndGet(now -> now.plusSeconds(2));
    assertThat(execute(other)).isEqualTo(new RunResult.Completed<>("paid"));
    assertThat(times).hasValue(2);
  }

  @Test
  void execute_withAShorterLease_isTakenOverSooner() throws Exception {
    var shorter = EmbeddedEngine.on(store, time::get, Duration.ofSeconds(3));
    var asleep = CompletableFuture.supplyAsync(() -> execute(shorter), Thread::startVirtualThread);
    inside.await();
    time.set(Instant.EPOCH.plusSeconds(4));

    assertThat(store.lease("run/r", "somebody", Duration.ofSeconds(1))).isPresent();
    go.countDown();
    assertThatThrownBy(asleep::get).hasCauseInstanceOf(FencedException.class);
  }

  @Test
  void on_leaseTooShort_refusedNamingTheLeast() {
    assertThatThrownBy(() -> EmbeddedEngine.on(store, time::get, Duration.ofMillis(99)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0.1S");
  }

  @Test
  void decide_runIsExecutedMeanwhile_theDecisionIsWrittenAfterIt() {
    Operation<String, String> asking = Operation.composite("asking", Codecs.text(), Codecs.text(), (input, run) ->
        run.await(new StepKey("ok"), Codecs.text(), Instant.MAX).orElse("nobody"));
    engine.register(asking);
    engine.execute(ID, new Definition("d", "{}"), asking, "input", new Cancellation(), event -> {});
    Entry meanwhile = new Entry("Hologram", Instant.EPOCH, "{}", "");
    Runnable write = () -> store.append("run/r", store.last("run/r", 0).size(), List.of(meanwhile), null);
    try (EmbeddedEngine deciding = EmbeddedEngine.on(afterTheFirstRead(write), time::get)) {
      deciding.decide(ID, new StepKey("ok"), "\"yes\"");
    }

    assertThat(engine.resume(ID, asking, new Cancellation(), event -> {})).isEqualTo(new RunResult.Completed<>("yes"));
  }

  @Test
  void takeOver_somebodyExecutesTheRun_emptyAtOnce() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> execute(engine), Thread::startVirtualThread);
    inside.await();
    other.register(pay);
    other.register(main);

    assertThat(engine.takeOver(ID, main, new Cancellation(), event -> {})).isEmpty();
    assertThat(other.takeOver(ID, main, new Cancellation(), event -> {})).isEmpty();
    assertThat(other.unfinished()).isEmpty();
    go.countDown();
    assertThat(first.get()).isEqualTo(new RunResult.Completed<>("paid"));
  }

  @Test
  void execute_clockJumpsBeyondTheLeaseAndNobodyComes_goesOn() throws Exception {
    var run = CompletableFuture.supplyAsync(() -> execute(engine), Thread::startVirtualThread);
    inside.await();
    time.set(Instant.EPOCH.plus(Duration.ofDays(1)));
    go.countDown();

    assertThat(run.get()).isEqualTo(new RunResult.Completed<>("paid"));
  }

  @Test
  void execute_clockIsSetBack_goesOnAndTheRecordKeepsItsOrder() throws Exception {
    time.set(Instant.EPOCH.plus(Duration.ofDays(1)));
    var run = CompletableFuture.supplyAsync(() -> execute(engine), Thread::startVirtualThread);
    inside.await();
    time.set(Instant.EPOCH);
    go.countDown();

    assertThat(run.get()).isEqualTo(new RunResult.Completed<>("paid"));
    assertThat(execute(other)).isEqualTo(new RunResult.Completed<>("paid"));
    assertThat(store.read("run/r", 0)).extracting(Entry::type)
        .containsExactly("Started", "Intent", "Succeeded", "Ended");
  }

  @Test
  void execute_clockJumpsBeyondTheDeadlineOfTheNextStep_itIsNotBegun() {
    Operation<String, String> jump = Operation.leaf("jump", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
      time.set(Instant.EPOCH.plus(Duration.ofHours(1)));
      return input;
    });
    Operation<String, String> late = Operation.composite("late", Codecs.text(), Codecs.text(), (input, run) -> {
      Instant until = run.movingSince().plus(Duration.ofMinutes(10));
      run.call(new StepKey("jump"), jump, input);
      return run.callAll(List.of(Call.of(new StepKey("pay"), pay, input).until(until)), 1).getFirst().orThrow();
    });
    List.of(pay, jump, late).forEach(engine::register);

    assertThat(engine.execute(ID, new Definition("d", "{}"), late, "input", new Cancellation(), event -> {}))
        .isInstanceOfSatisfying(RunResult.Failed.class, failed -> assertThat(failed.code()).isEqualTo("deadline"));
    assertThat(times).hasValue(0);
  }

  @Test
  void execute_entriesAndFieldsOfANewerRelease_areKeptAndDoNotStopTheRun() {
    Operation<String, Receipt> look = Operation.leaf(
        "look", Effect.NONE, Codecs.text(), Codecs.json(Receipt.class), (input, step) -> new Receipt(input));
    Operation<String, String> main = Operation.composite("main", Codecs.text(), Codecs.text(), (input, run) ->
        run.call(new StepKey("look"), look, input).text() + run.now() + run.call(new StepKey("pay"), pay, input));
    List.of(pay, look, main).forEach(engine::register);
    go.countDown();
    var result = engine.execute(ID, new Definition("d", "{}"), main, "input", new Cancellation(), event -> {});
    MemoryStore newer = new MemoryStore(time::get);
    List<Entry> entries = store.read("run/r", 0).stream()
        .filter(entry -> !entry.type().equals("Ended"))
        .flatMap(entry -> Stream.of(new Entry("Hologram", Instant.EPOCH, "{\"a\":1}", "?"), asANewerReleaseWritesIt(entry)))
        .toList();
    newer.append("run/r", 0, entries, null);

    try (EmbeddedEngine older = EmbeddedEngine.on(newer, time::get)) {
      List.of(pay, look, main).forEach(older::register);
      assertThat(older.resume(ID, main, new Cancellation(), event -> {})).isEqualTo(result);
    }
    assertThat(times).hasValue(1);
    assertThat(newer.read("run/r", 0).subList(0, entries.size())).isEqualTo(entries);
  }

  private record Receipt(String text) {}

  private static Entry asANewerReleaseWritesIt(Entry entry) {
    String more = "{\"newer\":{\"type\":\"java.lang.Thread\"},";
    String body = entry.body().startsWith("{") ? more + entry.body().substring(1) : entry.body();
    return new Entry(entry.type(), entry.at(), more + entry.head().substring(1), body);
  }

  @Test
  void execute_ended_theLeaseIsFree() {
    go.countDown();
    execute(engine);

    assertThat(store.lease("run/r", "somebody", Duration.ofSeconds(1))).isPresent();
  }

  @Test
  void execute_ended_noThreadOfTheEngineIsLeft() throws Exception {
    Set<Thread> before = timers();
    var run = CompletableFuture.supplyAsync(() -> execute(engine), Thread::startVirtualThread);
    inside.await();
    Set<Thread> mine = timers();
    mine.removeAll(before);
    go.countDown();
    run.get();
    for (Thread timer : mine) {
      timer.join(Duration.ofSeconds(30));
    }

    assertThat(mine).hasSize(1).noneMatch(Thread::isAlive);
  }

  /// The store, in which something happens after it was read for the first time.
  private Store afterTheFirstRead(Runnable what) {
    AtomicInteger reads = new AtomicInteger();
    return (Store) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, args) -> {
      try {
        Object result = method.invoke(store, args);
        if (method.getName().equals("read") && reads.incrementAndGet() == 1) {
          what.run();
        }
        return result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }

  private static Set<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("catena-timer"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private RunResult<String> execute(EmbeddedEngine on) {
    on.register(pay);
    on.register(main);
    return on.execute(ID, new Definition("d", "{}"), main, "input", new Cancellation(), event -> {});
  }
}
