package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Limits;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Outcome.Cancelled;
import dev.catena.agent.Outcome.Failed;
import dev.catena.agent.Request;
import dev.catena.event.EventLog;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.DivergedException;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Effect;
import dev.catena.run.Engine;
import dev.catena.run.RunId;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runs that are replayed with a model that answers nothing, on the embedded engine; [HostileReplayTest] runs the same on the
/// hostile one.
@Timeout(60)
class ReplayTest {
  private static final Request REQUEST = Request.of("Please").in("c").id("ticket-88");
  private static final RunId RUN = new RunId("shop/ticket-88");
  private static final Reply TWO_CALLS =
      Reply.calls(call("slow", "{\"order\":\"A-1\"}"), call("fast", "{\"order\":\"A-2\"}"), call("google", "{}"));

  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore(clock);
  private final Shop shop = new Shop();
  private StringBuilder log = new StringBuilder();

  Engine engine(Engine embedded) {
    return embedded;
  }

  @Test
  void replay_parallelTools_sameOutcomeAndSameLog() {
    Outcome outcome = agent(TWO_CALLS, Reply.text("Done.")).run(REQUEST);
    assertThat(replayed()).isEqualTo(outcome).isInstanceOf(Answered.class);
    assertThat(log.toString()).contains("\"Replied\"", "\"found A-1\"", "\"Finished\"").doesNotContain("TextDelta");
  }

  @Test
  void replay_parallelTools_logIsInTheOrderOfTheCalls() {
    agent(TWO_CALLS, Reply.text("Done.")).run(REQUEST);
    assertThat(log.toString()).containsSubsequence(
        "\"arguments\":\"{\\\"order\\\":\\\"A-1\\\"}\",\"event\":\"ToolCalled\"", "\"result\":\"found A-1\"", "A-2", "google");
  }

  @Test
  void replay_passages_areInTheLog() {
    UnaryOperator<Agent.Builder> knowing = builder -> builder.knowledge(query -> List.of(Content.from(TextSegment.from("Open at 8."))));
    Outcome outcome = agent(knowing, store, Reply.text("At 8.")).run(REQUEST);
    String first = log.toString();
    StringBuilder again = new StringBuilder();
    assertThat(agent(knowing, store).replay(RUN, new EventLog(again))).isEqualTo(outcome);
    assertThat(again).hasToString(first).contains("Open at 8.");
  }

  @Test
  void replay_toolThatFailed_sameLog() {
    Outcome outcome = agent(Reply.call("broken", "{\"order\":\"A-1\"}"), Reply.text("It is broken.")).run(REQUEST);
    assertThat(replayed()).isEqualTo(outcome);
  }

  @Test
  void replay_runThatFailed_sameOutcomeAndSameLog() {
    Outcome outcome = agent(TWO_CALLS, Reply.failure(new IllegalStateException("busy"))).run(REQUEST);
    assertThat(replayed()).isEqualTo(outcome).isInstanceOf(Failed.class);
  }

  @Test
  void replay_failedRunThatWasTriedAgain_isThatOfAnUndisturbedOne() {
    agent(TWO_CALLS, Reply.failure(new IllegalStateException("busy"))).run(REQUEST);
    agent(Reply.text("Done.")).resume(RUN);
    assertThat(logOfReplay()).isEqualTo(undisturbed(TWO_CALLS, Reply.text("Done.")));
  }

  @Test
  void replay_runThatWasKilledAnywhere_isThatOfAnUndisturbedOne() {
    Reply[] script = {TWO_CALLS, Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")};
    String expected = undisturbed(script);
    int kills = 0;
    for (boolean crashed = true; crashed; kills++) {
      Store fresh = new MemoryStore(clock);
      CrashingStore dying = new CrashingStore(fresh, kills + 1, false);
      crashed = dies(() -> agent(builder -> builder, dying, script).run(REQUEST), dying);
      long tail = fresh.read("run/" + RUN, 0).stream().filter(entry -> entry.head().contains("/model\"")).count();
      List<Reply> left = List.of(script).subList((int) tail, script.length);
      agent(builder -> builder, fresh, left.toArray(Reply[]::new)).run(REQUEST);
      assertThat(logOfReplay(fresh)).as("killed after append %d", kills + 1).isEqualTo(expected);
    }
    assertThat(kills).isGreaterThan(8);
  }

  private static boolean dies(Runnable run, CrashingStore store) {
    try {
      run.run();
    } catch (SimulatedCrash crash) {
      return true;
    }
    return store.crashed();
  }

  @Test
  void replay_cutRun_stopsWhereTheRecordEnds() {
    CrashingStore dying = new CrashingStore(store, 6, true);
    assertThat(dies(() -> agent(builder -> builder, dying, TWO_CALLS, Reply.text("Done.")).run(REQUEST), dying)).isTrue();
    List<Entry> before = store.read("run/" + RUN, 0);
    assertThat(agent().replay(RUN)).isInstanceOfSatisfying(Cancelled.class, stopped -> {
      assertThat(stopped.resumable()).isTrue();
      assertThat(stopped.reason()).contains("ends before 'round-");
    });
    assertThat(store.read("run/" + RUN, 0)).isEqualTo(before);
  }

  @Test
  void replay_waitingRun_waitsAgain() {
    Outcome outcome = agent(Reply.call("pay", "{\"order\":\"A-1\"}")).run(REQUEST);
    clock.advance(Duration.ofDays(8));
    assertThat(replayed()).isEqualTo(outcome).isInstanceOf(AwaitingApproval.class);
    assertThat(store.read("run/" + RUN, 0)).noneMatch(entry -> entry.type().equals("Expired"));
  }

  @Test
  void replay_decidedRun_sameLogAsItsLastExecution() {
    var waiting = (AwaitingApproval)
        agent(Reply.calls(call("pay", "{\"order\":\"A-1\"}"), call("pay", "{\"order\":\"A-2\"}"), call("fast", "{\"order\":\"A-3\"}"))).run(REQUEST);
    agent().decide(RUN, Decision.deny(waiting.calls().getLast(), "too much", "ann"));
    log = new StringBuilder();
    Outcome outcome = agent(Reply.text("Done.")).decide(RUN, Decision.approveChanged(waiting.calls().getFirst(), "{\"order\":\"B-1\"}", "bob"));
    assertThat(replayed()).isEqualTo(outcome).isInstanceOf(Answered.class);
    assertThat(log.toString()).contains("\"who\":\"bob\"", "paid B-1");
  }

  @Test
  void replay_cancelledRun_sameLog() {
    agent(Reply.call("pay", "{\"order\":\"A-1\"}")).run(REQUEST);
    agent().cancel(RUN, "no longer wanted");
    StringBuilder told = new StringBuilder();
    Outcome outcome = agent().replay(RUN, new EventLog(told));
    assertThat(outcome).isInstanceOfSatisfying(Cancelled.class, it -> assertThat(it.resumable()).isFalse());
    assertThat(told.toString()).contains("\"DecisionAsked\"", "\"cancelled\"");
  }

  @Test
  void replay_anything_callsNoToolAndWritesNothing() {
    agent(TWO_CALLS, Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    List<Entry> before = store.read("run/" + RUN, 0);
    long turns = store.last("conversation/c", 0).size();
    int done = shop.done.get();
    logOfReplay();
    assertThat(shop.done).hasValue(done);
    assertThat(store.read("run/" + RUN, 0)).isEqualTo(before);
    assertThat(store.last("conversation/c", 0).size()).isEqualTo(turns);
  }

  @Test
  void replay_otherInstructions_divergesAndNamesTheStep() {
    agent(Reply.text("Done.")).run(REQUEST);
    assertThatThrownBy(() -> agent(builder -> builder.instructions("Be brief."), store).replay(RUN))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("round-1/model");
  }

  @Test
  void replay_toolIsGone_divergesAndNamesTheStep() {
    agent(Reply.call("fast", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    Agent without = Agent.builder("shop", ScriptedModel.of(new Reply[0])).store(store).engine(engine(EmbeddedEngine.on(store, clock))).build();
    assertThatThrownBy(() -> without.replay(RUN)).isInstanceOf(DivergedException.class).hasMessageContaining("round-1/");
  }

  @Test
  void replay_fewerRounds_diverges() {
    agent(TWO_CALLS, Reply.text("Done.")).run(REQUEST);
    assertThatThrownBy(() -> agent(builder -> builder.limits(Limits.DEFAULT.withMaxToolCalls(1)), store).replay(RUN))
        .isInstanceOf(DivergedException.class);
  }

  @Test
  void replay_unknownRun_refused() {
    assertThatThrownBy(() -> agent().replay(new RunId("shop/nobody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop/nobody");
  }

  /// Replays the run and compares the log with that of the last execution.
  private Outcome replayed() {
    StringBuilder again = new StringBuilder();
    Outcome outcome = agent().replay(RUN, new EventLog(again));
    assertThat(again.toString()).isEqualTo(log.toString());
    return outcome;
  }

  private String logOfReplay() {
    return logOfReplay(store);
  }

  private String logOfReplay(Store where) {
    StringBuilder again = new StringBuilder();
    agent(builder -> builder, where).replay(RUN, new EventLog(again));
    return again.toString();
  }

  private String undisturbed(Reply... script) {
    log = new StringBuilder();
    agent(builder -> builder, new MemoryStore(clock), script).run(REQUEST);
    return log.toString();
  }

  private Agent agent(Reply... replies) {
    return agent(builder -> builder, store, replies);
  }

  private Agent agent(UnaryOperator<Agent.Builder> more, Store where, Reply... replies) {
    return more.apply(Agent.builder("shop", ScriptedModel.of(replies)).tools(shop).listener(new EventLog(log)))
        .store(where)
        .engine(engine(EmbeddedEngine.on(where, clock, EmbeddedEngine.LEASE, Duration.ZERO)))
        .build();
  }

  private static ToolExecutionRequest call(String tool, String arguments) {
    return ToolExecutionRequest.builder().name(tool).arguments(arguments).build();
  }

  /// Tools; the slow one ends after the fast one where both are at work at the same time.
  static final class Shop {
    private final CountDownLatch fastIsDone = new CountDownLatch(1);
    final AtomicInteger done = new AtomicInteger();

    @Tool("Finds slowly")
    @SideEffect(Effect.NONE)
    String slow(@P("order") String order) throws InterruptedException {
      var _ = fastIsDone.await(200, TimeUnit.MILLISECONDS); // in vain where it is run alone
      done.incrementAndGet();
      return "found " + order;
    }

    @Tool("Finds")
    @SideEffect(Effect.NONE)
    String fast(@P("order") String order) {
      done.incrementAndGet();
      fastIsDone.countDown();
      return "found " + order;
    }

    @Tool("Fails")
    @SideEffect(Effect.NONE)
    String broken(@P("order") String order) {
      if (!order.isEmpty()) {
        throw new IllegalStateException("no");
      }
      return "mended";
    }

    @Tool("Refunds")
    @SideEffect(Effect.KEYED)
    String refund(@P("order") String order) {
      done.incrementAndGet();
      return "refunded " + order;
    }

    @Tool("Pays")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String pay(@P("order") String order) {
      done.incrementAndGet();
      return "paid " + order;
    }
  }
}
