package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Request;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.RunId;
import dev.catena.run.RunRecord;
import dev.catena.run.RunRecord.StepState;
import dev.catena.run.RunState;
import dev.catena.run.RunSummary;
import dev.catena.run.Runs;
import dev.catena.run.StepKey;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What can be seen of runs in a store.
@Timeout(60)
class RunsTest {
  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore(clock);
  private final Runs runs = new Runs(store);

  @Test
  void list_newestFirst_pageAfterPage() {
    List.of("1", "2", "3").forEach(id -> agent(Reply.text("Done.")).run(Request.of("Hello").id(id)));
    assertThat(runs.list(2, null)).extracting(run -> run.id().value()).containsExactly("shop/3", "shop/2");
    assertThat(runs.list(2, new RunId("shop/2"))).extracting(run -> run.id().value()).containsExactly("shop/1");
  }

  @Test
  void list_emptyStoreOrNoLimit() {
    assertThat(runs.list(1, null)).isEmpty();
    assertThatThrownBy(() -> runs.list(0, null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void list_states() {
    agent(Reply.text("Done.")).run(Request.of("?").id("completed"));
    agent(Reply.failure(new IllegalStateException("busy"))).run(Request.of("?").id("failed"));
    agent(Reply.call("refund", "{}")).run(Request.of("?").id("waiting"));
    agent(Reply.call("refund", "{}")).run(Request.of("?").id("cancelled"));
    agent().cancel(new RunId("shop/cancelled"), "enough");
    CrashingStore dying = new CrashingStore(store, 2, false);
    assertThatThrownBy(() -> agent(dying, Reply.text("Done.")).run(Request.of("?").id("cut"))).isInstanceOf(SimulatedCrash.class);
    assertThat(runs.list(10, null)).extracting(RunSummary::state)
        .containsExactly(RunState.STANDS_STILL, RunState.CANCELLED, RunState.WAITING, RunState.FAILED, RunState.COMPLETED);
  }

  @Test
  void list_executedRun_runs() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    var model = ScriptedModel.from(request -> {
      inside.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Reply.text("Done.");
    });
    var agent = Agent.builder("shop", model).store(store).engine(EmbeddedEngine.on(store, clock, EmbeddedEngine.LEASE, Duration.ZERO)).build();
    Thread running = Thread.startVirtualThread(() -> agent.ask("Hello"));
    inside.await();
    assertThat(runs.list(1, null)).singleElement().satisfies(run -> assertThat(run.state()).isEqualTo(RunState.RUNNING));
    go.countDown();
    running.join();
  }

  @Test
  void read_run_itsStepsInOrder() {
    agent(Reply.call("look", "{}"), Reply.text("Done.")).run(Request.of("Hello").id("1"));
    RunRecord record = runs.read(new RunId("shop/1"));
    assertThat(record.summary().operation()).isEqualTo("shop");
    assertThat(record.summary().steps()).isEqualTo(3);
    assertThat(record.summary().started()).isEqualTo(clock.instant());
    assertThat(record.input()).contains("\"Hello\"");
    assertThat(record.definition().json()).contains("\"instructions\"");
    assertThat(record.steps()).extracting(step -> step.key().path())
        .containsExactly("round-1/model", "round-1/call-1/look", "round-2/model");
    assertThat(record.steps()).allMatch(step -> step.state() == StepState.SUCCEEDED && step.attempt() == 1);
    assertThat(record.steps().getLast().output()).anyMatch(text -> text.contains("Done."));
  }

  @Test
  void read_effect_intentAndEndAreOneStep() {
    var waiting = (AwaitingApproval) agent(Reply.call("refund", "{}")).run(Request.of("?").id("1"));
    agent(Reply.text("Done.")).decide(waiting.runId(), Decision.approve(waiting.calls().getFirst(), "ann"));
    RunRecord record = runs.read(waiting.runId());
    StepKey asked = StepKey.of("round-1", "call-1", "refund", "approval");
    assertThat(record.steps()).filteredOn(step -> step.operation().equals("shop/tool/refund")).singleElement().satisfies(step -> {
      assertThat(step.effect()).isEqualTo(Effect.KEYED);
      assertThat(step.input()).isEqualTo("{}");
      assertThat(step.output()).singleElement().asString().contains("refunded");
    });
    assertThat(record.items()).anySatisfy(item -> assertThat(item).isInstanceOfSatisfying(RunRecord.Asked.class, it -> {
      assertThat(it.key()).isEqualTo(asked);
      assertThat(it.question()).contains("refund");
    }));
    assertThat(record.items()).anySatisfy(item -> assertThat(item).isInstanceOfSatisfying(RunRecord.Decided.class, it -> {
      assertThat(it.key()).isEqualTo(asked);
      assertThat(it.decision().orElseThrow()).contains("ann");
    }));
  }

  @Test
  void read_failure_itsCodeAndText() {
    agent(Reply.failure(new IllegalStateException("busy"))).run(Request.of("?").id("1"));
    assertThat(runs.read(new RunId("shop/1")).steps()).singleElement().satisfies(step -> {
      assertThat(step.state()).isEqualTo(StepState.FAILED);
      assertThat(step.code()).isEqualTo("model-failed");
      assertThat(step.text()).contains("busy");
    });
  }

  @Test
  void read_entryOfANewerRelease_isShownByItsType() {
    agent(Reply.text("Done.")).run(Request.of("?").id("1"));
    String stream = "run/shop/1";
    store.append(stream, store.last(stream, 0).size(), List.of(new Entry("Compacted", clock.instant(), "{\"by\":7}", "\"x\"")), null);
    RunRecord record = runs.read(new RunId("shop/1"));
    assertThat(record.items().getLast()).isEqualTo(new RunRecord.Other("Compacted", "{\"by\":7}", List.of("\"x\""), clock.instant()));
    assertThat(record.summary().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void read_unknownRun_refused() {
    assertThat(runs.find(new RunId("shop/1"))).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> runs.read(new RunId("shop/1"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("shop/1");
  }

  private Agent agent(Reply... replies) {
    return agent(store, replies);
  }

  private Agent agent(Store where, Reply... replies) {
    return Agent.builder("shop", ScriptedModel.of(replies)).tools(new Shop()).store(where).engine(EmbeddedEngine.on(where, clock, EmbeddedEngine.LEASE, Duration.ZERO)).build();
  }

  static final class Shop {
    @Tool("Looks")
    @SideEffect(Effect.NONE)
    String look() {
      return "seen";
    }

    @Tool("Refunds")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String refund() {
      return "refunded";
    }
  }
}
