package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Outcome.Cancelled;
import dev.catena.conformance.MovableClock;
import dev.catena.journal.FencedException;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two agents on one file, each on a store and an engine of its own, as two processes have them: one is paused in the middle of a
/// tool for longer than its lease lasts, and the other takes its run over.
@Timeout(60)
class TakeOverTest {
  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<String> calls = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable it : open.reversed()) {
      it.close();
    }
  }

  @Test
  void run_pausedBeyondTheLeaseInKeyed_isFencedAndTheOtherCallsWithTheSameKey() throws Exception {
    var paused = pause(RefundShop.KEYED);
    assertThat(agent(calls::add).run(RefundShop.request(RefundShop.KEYED))).isInstanceOf(Answered.class);
    go.countDown();

    assertThatThrownBy(paused::get)
        .cause()
        .isInstanceOf(FencedException.class)
        .hasMessageMatching("'[0-9a-f-]{36}' no longer holds the lease 'run/shop/ticket-keyed' .*taken over");
    assertThat(calls).hasSize(2).containsOnly(calls.getFirst());
    assertThat(agent(calls::add).run(RefundShop.request(RefundShop.KEYED))).isInstanceOf(Answered.class);
  }

  @Test
  void run_pausedBeyondTheLeaseInOnce_isFencedAndAPersonIsAsked() throws Exception {
    var paused = pause(RefundShop.ONCE);
    assertThat(agent(calls::add).run(RefundShop.request(RefundShop.ONCE))).isInstanceOf(AwaitingApproval.class);
    go.countDown();

    assertThatThrownBy(paused::get).hasCauseInstanceOf(FencedException.class);
    assertThat(calls).hasSize(1);
  }

  @Test
  void cancel_runOfAPausedProcess_isEndedByWhoeverTakesItOver() throws Exception {
    var paused = pause(RefundShop.ONCE);
    Agent other = agent(calls::add);

    assertThat(other.cancel(new RunId("shop/ticket-once"), "given up")).isTrue();
    assertThat(other.run(RefundShop.request(RefundShop.ONCE))).isInstanceOfSatisfying(Cancelled.class, cancelled ->
        assertThat(cancelled.toolCalls()).singleElement().satisfies(call -> assertThat(call.unknown()).isTrue()));
    go.countDown();
    assertThatThrownBy(paused::get).hasCauseInstanceOf(FencedException.class);
  }

  /// Begins a run and stops in its tool; its lease is over.
  private CompletableFuture<Outcome> pause(String tool) throws InterruptedException {
    Agent agent = agent(call -> {
      calls.add(call);
      inside.countDown();
      await(go);
    });
    var run = CompletableFuture.supplyAsync(() -> agent.run(RefundShop.request(tool)), Thread::startVirtualThread);
    inside.await();
    clock.advance(EmbeddedEngine.LEASE);
    return run;
  }

  private Agent agent(Consumer<String> bank) {
    SqliteStore store = SqliteStore.open(folder.resolve("shop.db"), clock);
    EmbeddedEngine engine = EmbeddedEngine.on(store, clock);
    open.add(store);
    open.add(engine);
    return Agent.builder("shop", RefundShop.model()).tools(new RefundShop.Bank(bank)).store(store).engine(engine).build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
