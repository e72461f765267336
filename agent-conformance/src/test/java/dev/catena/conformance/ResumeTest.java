package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Outcome.Cancelled;
import dev.catena.agent.Outcome.Failed;
import dev.catena.agent.Request;
import dev.catena.agent.ToolCall;
import dev.catena.event.AgentEvent;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.Cancellation;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Effect;
import dev.catena.run.RunConflictException;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Agents whose runs are resumed, cancelled and closed, each time by an agent on another engine: what another process would have.
@Timeout(60)
class ResumeTest {
  private static final RunId RUN = new RunId("shop/ticket-88");
  private static final Request REQUEST = Request.of("Refund it").in("c").id("ticket-88");

  private final Store store = new MemoryStore();
  private final List<AgentEvent> events = new ArrayList<>();
  private final Bank bank = new Bank();

  @Test
  void resume_modelHadFailed_isAskedAgainAndTheToolIsNot() {
    var failed = agent(Reply.call("refund", "{}"), Reply.failure(new IllegalStateException("busy"))).run(REQUEST);
    assertThat(failed).isInstanceOfSatisfying(Failed.class, failure -> assertThat(failure.code()).isEqualTo("model-failed"));

    assertThat(agent(Reply.text("Done.")).resume(RUN)).isInstanceOfSatisfying(Answered.class, answered -> {
      assertThat(answered.toolCalls()).containsExactly(new ToolCall("refund", "{}", "refunded", true));
      assertThat(answered.usage().modelCalls()).isEqualTo(2);
    });
    assertThat(bank.refunds).isEqualTo(1);
    assertThat(events).contains(new AgentEvent.Restarted(StepKey.of("round-2", "model"), 2));
  }

  @Test
  void run_idOfAFailedRun_theRecordedFailureWithWhatWasDone() {
    var failed = agent(Reply.call("refund", "{}"), Reply.failure(new IllegalStateException("busy"))).run(REQUEST);

    assertThat(agent().run(REQUEST)).isEqualTo(failed).isInstanceOfSatisfying(Failed.class, failure -> {
      assertThat(failure.toolCalls()).containsExactly(new ToolCall("refund", "{}", "refunded", true));
      assertThat(failure.usage().modelCalls()).isEqualTo(1);
    });
  }

  @Test
  void resume_answeredRun_theRecordedOutcome() {
    var answered = agent(Reply.text("Done.")).run(REQUEST);

    assertThat(agent().resume(RUN)).isEqualTo(answered);
  }

  @Test
  void resume_questionOverTheBudget_failsAgainUntilTheBudgetIsRaised() {
    assertThat(tight(1).run(REQUEST)).isInstanceOf(Failed.class);
    assertThat(tight(1).resume(RUN))
        .isInstanceOfSatisfying(Failed.class, failure -> assertThat(failure.code()).isEqualTo("prompt-budget"));

    assertThat(tight(100).resume(RUN)).isInstanceOf(Answered.class);
  }

  @Test
  void resume_unknownRunOrAnotherAgents_refused() {
    agent(Reply.text("Done.")).run(REQUEST);
    Agent other = Agent.builder("other", ScriptedModel.of("Hi.")).store(store).build();

    assertThatThrownBy(() -> other.resume(new RunId("other/nobody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other/nobody");
    assertThatThrownBy(() -> other.resume(RUN)).isInstanceOf(RunConflictException.class);
  }

  @Test
  void cancel_waitingRun_endsItAndSaysWhatHadBeenDone() {
    bank.crashing = true;
    assertThatThrownBy(() -> agent(Reply.call("refund", "{}")).run(REQUEST)).isInstanceOf(InternalError.class);
    var waiting = (AwaitingApproval) agent().run(REQUEST);

    assertThat(agent().cancel(RUN, "no longer wanted")).isTrue();
    assertThat(agent().run(REQUEST)).isInstanceOfSatisfying(Cancelled.class, cancelled -> {
      assertThat(cancelled.reason()).isEqualTo("no longer wanted");
      assertThat(cancelled.resumable()).isFalse();
      assertThat(cancelled.usage().modelCalls()).isEqualTo(1);
      assertThat(cancelled.toolCalls()).singleElement().satisfies(call -> {
        assertThat(call.name()).isEqualTo("refund");
        assertThat(call.unknown()).isTrue();
      });
    });
    assertThat(agent().resume(RUN)).isInstanceOf(Cancelled.class);
    assertThatThrownBy(() -> agent().decide(RUN, Decision.happened(waiting.calls().getFirst(), "refunded", "ann")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not wait");
    assertThat(agent().pending(RUN)).isEmpty();
  }

  @Test
  void run_failedAfterADecision_theFailureSaysWhatThePersonSaid() {
    bank.crashing = true;
    assertThatThrownBy(() -> agent(Reply.call("refund", "{}")).run(REQUEST)).isInstanceOf(InternalError.class);
    var waiting = (AwaitingApproval) agent().run(REQUEST);
    var failed = agent(Reply.failure(new IllegalStateException("busy")))
        .decide(RUN, Decision.happened(waiting.calls().getFirst(), "refunded, receipt 77", "ann"));

    assertThat(agent().run(REQUEST)).isEqualTo(failed).isInstanceOfSatisfying(Failed.class, failure ->
        assertThat(failure.toolCalls()).containsExactly(new ToolCall("refund", "{}", "refunded, receipt 77", true)));
  }

  @Test
  void cancel_answeredUnknownOrAnotherAgentsRun_changesNothing() {
    var answered = agent(Reply.text("Done.")).run(REQUEST);
    Agent other = Agent.builder("other", ScriptedModel.of("Hi.")).store(store).build();

    assertThat(agent().cancel(RUN, "too late")).isFalse();
    assertThatThrownBy(() -> agent().cancel(new RunId("shop/nobody"), "why")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> other.cancel(RUN, "why")).isInstanceOf(RunConflictException.class);
    assertThat(agent().run(REQUEST)).isEqualTo(answered);
  }

  @Test
  void cancel_inTheQueueOfItsConversation_endsTheRun() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var model = ScriptedModel.from(request -> {
      inside.countDown();
      await(go);
      return Reply.text(((UserMessage) request.messages().getLast()).singleText());
    });
    Agent agent = Agent.builder("shop", model).store(store).build();
    var first = CompletableFuture.supplyAsync(() -> agent.run(Request.of("First").in("c")), Thread::startVirtualThread);
    inside.await();
    var cancellation = new Cancellation();
    cancellation.cancel("impatient");

    assertThat(agent.run(REQUEST, cancellation)).isInstanceOf(Cancelled.class);
    go.countDown();
    assertThat(first.get()).isInstanceOf(Answered.class);
    assertThat(agent.run(REQUEST))
        .isInstanceOfSatisfying(Cancelled.class, cancelled -> assertThat(cancelled.reason()).isEqualTo("impatient"));
  }

  @Test
  void close_runInTheMiddle_standsStillAndIsResumedElsewhere() throws Exception {
    var inside = new CountDownLatch(1);
    var model = ScriptedModel.from(request -> {
      inside.countDown();
      await(new CountDownLatch(1));
      return Reply.text("never");
    });
    Agent agent = Agent.builder("shop", model).store(store).build();
    var run = CompletableFuture.supplyAsync(() -> agent.run(REQUEST), Thread::startVirtualThread);
    inside.await();
    agent.close();

    assertThat(run.get()).isInstanceOfSatisfying(Cancelled.class, stopped -> assertThat(stopped.resumable()).isTrue());
    assertThat(agent(Reply.text("Done.")).resume(RUN)).isInstanceOf(Answered.class);
  }

  @Test
  void close_engineOfSomebodyElse_staysOpen() {
    try (EmbeddedEngine engine = EmbeddedEngine.on(store)) {
      Agent.builder("one", ScriptedModel.of("Hi.")).store(store).engine(engine).build().close();

      assertThat(Agent.builder("two", ScriptedModel.of("Hi.")).store(store).engine(engine).build().ask("?")).isEqualTo("Hi.");
    }
  }

  private Agent agent(Reply... replies) {
    return Agent.builder("shop", ScriptedModel.of(replies))
        .tools(bank)
        .store(store)
        .listener((run, event) -> events.add(event))
        .build();
  }

  private Agent tight(int tokens) {
    return Agent.builder("shop", ScriptedModel.of("Yes.")).store(store).promptBudget(tokens, new WordCount()).build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Dies in the middle of its work, as a process would.
  static final class Bank {
    int refunds;
    boolean crashing;

    @Tool("Refunds")
    @SideEffect(Effect.ONCE)
    String refund() {
      refunds++;
      if (crashing) {
        throw new InternalError("the process died");
      }
      return "refunded";
    }
  }
}
