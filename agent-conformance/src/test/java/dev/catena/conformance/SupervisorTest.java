package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Request;
import dev.catena.agent.Supervisor;
import dev.catena.agent.Supervisor.Trouble;
import dev.catena.event.AgentEvent;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Effect;
import dev.catena.run.RunId;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A supervisor and the runs that it finds.
@Timeout(60)
class SupervisorTest {
  private static final RunId RUN = new RunId("shop/ticket-88");
  private static final Request REQUEST = request("ticket-88");

  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore(clock);
  private final Bank bank = new Bank();
  private final BlockingQueue<AgentEvent.Finished> finished = new LinkedBlockingQueue<>();
  private final BlockingQueue<Trouble> troubles = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable it : open.reversed()) {
      it.close();
    }
  }

  @Test
  void run_ownerIsDead_isTakenOverWhenItsLeaseIsOver() throws Exception {
    dieInTheTool("ticket-88");
    store.lease("run/" + RUN, "the dead process", EmbeddedEngine.LEASE);
    Agent agent = agent(Reply.text("Done."));
    supervise(agent);
    assertThat(store.unheld("run/", null, 10)).isEmpty();
    clock.advance(EmbeddedEngine.LEASE);

    assertThat(finished.take().outcome()).isEqualTo("answered");
    assertThat(bank.calls).hasValue(2);
  }

  @Test
  void run_waitsForAPerson_isLeftAloneUntilTheDecisionComes() throws Exception {
    bank.effect = Effect.ONCE;
    dieInTheTool("ticket-88");
    Agent agent = agent(Reply.text("Done."));
    supervise(agent);
    assertThat(finished.take().outcome()).isEqualTo("awaiting-approval");
    var waiting = (AwaitingApproval) agent.run(REQUEST);
    finished.take();

    EmbeddedEngine engine = engine();
    assertThat(engine.unfinished()).isEmpty();
    Agent deciding = Agent.builder("shop", ScriptedModel.of(new Reply[0])).tools(bank).store(store).engine(engine).build();
    Thread.currentThread().interrupt(); // so that it does not go on itself
    deciding.decide(RUN, Decision.happened(waiting.calls().getFirst(), "refunded", "ann"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(finished.take().outcome()).isEqualTo("answered");
  }

  @Test
  void run_waitIsOver_goesOn() throws Exception {
    bank.effect = Effect.ONCE;
    dieInTheTool("ticket-88");
    supervise(agent(Reply.text("Nobody knows.")));
    assertThat(finished.take().outcome()).isEqualTo("awaiting-approval");
    clock.advance(Duration.ofDays(31));

    assertThat(finished.take().outcome()).isEqualTo("answered");
  }

  @Test
  void run_ofAnAgentThatNobodyRegistered_isReportedOnceAndListed() throws Exception {
    dieInTheTool("ticket-88");
    Supervisor supervisor = supervise(agent("other", Reply.text("Hi.")));

    assertThat(troubles.take()).satisfies(trouble -> {
      assertThat(trouble.run()).isEqualTo(RUN);
      assertThat(trouble.reason()).contains("other");
    });
    dieInTheTool("ticket-89");
    assertThat(troubles.take().run()).isEqualTo(new RunId("shop/ticket-89"));
    assertThat(supervisor.troubles()).extracting(Trouble::run).contains(RUN);
    assertThat(troubles).isEmpty();
  }

  @Test
  void run_diverged_isReportedWithTheReasonAndTriedAgainLater() throws Exception {
    dieInTheTool("ticket-88");
    Agent changed = Agent.builder("shop", ScriptedModel.of("Hi."))
        .knowledge(query -> List.of())
        .engine(engine())
        .store(store)
        .build();
    supervise(changed);

    assertThat(troubles.take()).satisfies(trouble -> {
      assertThat(trouble.reason()).contains("DivergedException", "'retrieve'");
      assertThat(trouble.tries()).isEqualTo(1);
    });
    assertThat(troubles.take().tries()).isEqualTo(2);
  }

  @Test
  void run_recordCannotBeRead_isReportedAndTheOthersGoOn() throws Exception {
    store.release(store.lease("run/shop/broken", "dead", Duration.ofMinutes(1)).orElseThrow());
    store.append("run/shop/broken", 0, List.of(new Entry("Started", Instant.EPOCH, "no JSON", "")), null);
    dieInTheTool("ticket-88");
    supervise(agent(Reply.text("Done.")));

    assertThat(troubles.take().run()).isEqualTo(new RunId("shop/broken"));
    assertThat(finished.take().outcome()).isEqualTo("answered");
  }

  @Test
  void run_endedFailedOrNeverBegan_isForgotten() {
    agent("shop", Reply.failure(new IllegalStateException("busy"))).run(REQUEST);
    store.release(store.lease("run/shop/ticket-88", "dead", Duration.ofMinutes(1)).orElseThrow());
    store.release(store.lease("run/shop/never", "dead", Duration.ofMinutes(1)).orElseThrow());
    assertThat(store.unheld("run/", null, 10)).hasSize(2);

    assertThat(engine().unfinished()).isEmpty();
    assertThat(store.unheld("run/", null, 10)).isEmpty();
  }

  @Test
  void close_runInTheMiddle_standsStillAndIsTakenBySomebodyElse() throws Exception {
    dieInTheTool("ticket-88");
    var inside = new CountDownLatch(1);
    var model = ScriptedModel.from(request -> {
      inside.countDown();
      await(new CountDownLatch(1));
      return Reply.text("never");
    });
    var first = Supervisor.of(Agent.builder("shop", model).tools(bank).engine(engine()).store(store).build()).start();
    inside.await();
    first.close();
    supervise(agent(Reply.text("Done.")));

    assertThat(finished.take().outcome()).isEqualTo("answered");
  }

  @Test
  void atOnce_moreRunsThanThat_oneAfterTheOther() throws Exception {
    for (int i = 0; i < 5; i++) {
      dieInTheTool("ticket-" + i);
    }
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var model = ScriptedModel.from(request -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      running.decrementAndGet();
      return Reply.text("Done.");
    });
    Agent agent = Agent.builder("shop", model)
        .tools(bank)
        .engine(engine())
        .store(store)
        .listener((run, event) -> note(event))
        .build();
    open.add(Supervisor.of(agent).atOnce(1).pause(Duration.ofMillis(10)).start());

    for (int i = 0; i < 5; i++) {
      assertThat(finished.take().outcome()).isEqualTo("answered");
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void of_noneOrTwoOfOneName_refused() {
    assertThatThrownBy(Supervisor::of).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Supervisor.of(agent(Reply.text("1")), agent(Reply.text("2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'shop'");
  }

  private Supervisor supervise(Agent agent) {
    Supervisor supervisor = Supervisor.of(agent).pause(Duration.ofMillis(10)).listener(troubles::add).start();
    open.add(supervisor);
    return supervisor;
  }

  private static Request request(String ticket) {
    return Request.of("Refund it").in(ticket).id(ticket);
  }

  /// A process begins a run and dies in the middle of its tool.
  private void dieInTheTool(String ticket) {
    CrashingStore process = new CrashingStore(store);
    bank.dying = process::crash;
    Agent agent = Agent.builder("shop", ScriptedModel.of(Reply.call(bank.effect == Effect.ONCE ? "once" : "keyed", "{}")))
        .tools(bank)
        .store(process)
        .engine(EmbeddedEngine.on(process, clock))
        .build();
    assertThatThrownBy(() -> agent.run(request(ticket))).isInstanceOf(SimulatedCrash.class);
    bank.dying = () -> {};
  }

  private EmbeddedEngine engine() {
    EmbeddedEngine engine = EmbeddedEngine.on(store, clock);
    open.add(engine);
    return engine;
  }

  private Agent agent(Reply... replies) {
    return agent("shop", replies);
  }

  private Agent agent(String name, Reply... replies) {
    return Agent.builder(name, ScriptedModel.of(replies))
        .tools(bank)
        .store(store)
        .engine(engine())
        .listener((run, event) -> note(event))
        .build();
  }

  private void note(AgentEvent event) {
    if (event instanceof AgentEvent.Finished end) {
      finished.add(end);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whose process may die in the middle of its work.
  static final class Bank {
    final AtomicInteger calls = new AtomicInteger();
    volatile Runnable dying = () -> {};
    Effect effect = Effect.KEYED;

    @Tool("Refunds")
    @SideEffect(Effect.KEYED)
    String keyed() {
      return pay();
    }

    @Tool("Refunds")
    @SideEffect(Effect.ONCE)
    String once() {
      return pay();
    }

    private String pay() {
      calls.incrementAndGet();
      dying.run();
      return "refunded";
    }
  }
}
