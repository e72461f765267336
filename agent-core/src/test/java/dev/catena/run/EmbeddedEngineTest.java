package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Entry;
import dev.catena.journal.FencedException;
import dev.catena.journal.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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
