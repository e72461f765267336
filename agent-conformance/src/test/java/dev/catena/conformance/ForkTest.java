package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Fork;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Request;
import dev.catena.agent.ToolCall;
import dev.catena.event.EventLog;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.RunConflictException;
import dev.catena.run.RunId;
import dev.catena.run.Runs;
import dev.catena.run.StepKey;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runs that branch off others, on the embedded engine; [HostileForkTest] runs the same on the hostile one.
@Timeout(60)
class ForkTest {
  private static final Request REQUEST = Request.of("Please").in("c").id("ticket-88");
  private static final RunId RUN = new RunId("shop/ticket-88");
  private static final RunId FORKED = new RunId("shop/what-if");
  private static final StepKey SECOND = StepKey.of("round-2", "model");

  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore(clock);
  private final Shop shop = new Shop();

  Engine engine(Engine embedded) {
    return embedded;
  }

  @Test
  void fork_atAStep_takesOverWhatWasBeforeAndAsksTheOtherModel() {
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    var other = ScriptedModel.of("Finished!");
    Outcome outcome = agent(other).fork(RUN, Fork.at(SECOND).id("what-if"));
    assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
      assertThat(answered.runId()).isEqualTo(FORKED);
      assertThat(answered.text()).isEqualTo("Finished!");
      assertThat(answered.toolCalls()).containsExactly(new ToolCall("refund", "{\"order\":\"A-1\"}", "refunded A-1", true));
    });
    assertThat(shop.done).containsExactly("refund A-1");
    other.assertFinished();
  }

  @Test
  void fork_anything_leavesTheOtherRunAndTheConversationAlone() {
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    List<Entry> before = store.read("run/" + RUN, 0);
    agent(Reply.text("Finished!")).fork(RUN, Fork.at(SECOND));
    assertThat(store.read("run/" + RUN, 0)).isEqualTo(before);
    assertThat(store.last("conversation/c", 0).size()).isEqualTo(1);
  }

  @Test
  void fork_anotherResult_isShownToTheModel() {
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    var model = ScriptedModel.of("A pity.");
    agent(model).fork(RUN, Fork.at(SECOND).withResult(StepKey.of("round-1", "call-1", "refund"), new ToolResult.Failure("closed", "the bank is closed")));
    assertThat(results(model)).containsExactly("the bank is closed");
  }

  @Test
  void fork_callsWithAnEffect_areRefusedAndTheModelIsTold() {
    agent(Reply.text("Done.")).run(REQUEST);
    var model = ScriptedModel.of(
        Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.call("mail", "{}"), Reply.call("undeclared", "{}"), Reply.call("look", "{}"), Reply.text("Done."));
    Outcome outcome = agent(model).fork(RUN, Fork.at(StepKey.of("round-1", "model")));
    assertThat(shop.done).containsExactly("look");
    assertThat(results(model)).hasSize(4).last().isEqualTo("seen");
    assertThat(results(model).subList(0, 3)).allMatch(text -> text.contains("was not run: this is a fork"));
    assertThat(outcome.toolCalls()).extracting(ToolCall::name).containsExactly("look");
  }

  @Test
  void fork_callThatNeedsApproval_isRefusedAndNobodyIsAsked() {
    agent(Reply.text("Done.")).run(REQUEST);
    var model = ScriptedModel.of(Reply.call("pay", "{}"), Reply.text("Done."));
    assertThat(agent(model).fork(RUN, Fork.at(StepKey.of("round-1", "model")))).isInstanceOf(Answered.class);
    assertThat(results(model)).singleElement().asString().contains("this is a fork");
  }

  @Test
  void fork_approvalWasTakenOver_theCallIsRefusedAllTheSame() {
    var waiting = (AwaitingApproval) agent(Reply.call("pay", "{}")).run(REQUEST);
    agent(Reply.text("Done.")).decide(RUN, Decision.approve(waiting.calls().getFirst(), "ann"));
    shop.done.clear();
    var model = ScriptedModel.of("Done.");
    assertThat(agent(model).fork(RUN, Fork.at(StepKey.of("round-1", "call-1", "pay")))).isInstanceOf(Answered.class);
    assertThat(shop.done).isEmpty();
    assertThat(results(model)).singleElement().asString().contains("this is a fork");
  }

  @Test
  void fork_effectsAllowed_runWithKeysOfTheirOwn() {
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    agent(Reply.text("Done.")).fork(RUN, Fork.at(StepKey.of("round-1", "call-1", "refund")).allowEffects());
    assertThat(shop.done).containsExactly("refund A-1", "refund A-1");
    assertThat(shop.keys).doesNotHaveDuplicates();
  }

  @Test
  void fork_unknownStep_refusedWithThoseThatThereAre() {
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    assertThatThrownBy(() -> agent().fork(RUN, Fork.at(StepKey.of("round-9", "model"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("round-9/model")
        .hasMessageContaining("round-1/call-1/refund, round-2/model");
  }

  @Test
  void fork_resultOfAStepThatIsNotTakenOver_refused() {
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).run(REQUEST);
    StepKey call = StepKey.of("round-1", "call-1", "refund");
    assertThatThrownBy(() -> agent().fork(RUN, Fork.at(call).withResult(call, new ToolResult.Success("no"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot get another result");
  }

  @Test
  void fork_unknownRun_refused() {
    assertThatThrownBy(() -> agent().fork(RUN, Fork.at(SECOND))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ticket-88");
  }

  @Test
  void fork_idOfAnotherRun_conflict() {
    agent(Reply.text("Done.")).run(REQUEST);
    assertThatThrownBy(() -> agent().fork(RUN, Fork.at(StepKey.of("round-1", "model")).id("ticket-88"))).isInstanceOf(RunConflictException.class);
  }

  @Test
  void fork_sameForkAgain_sameOutcome() {
    agent(Reply.text("Done.")).run(REQUEST);
    Fork fork = Fork.at(StepKey.of("round-1", "model")).id("what-if");
    Outcome outcome = agent(Reply.text("Finished!")).fork(RUN, fork);
    assertThat(agent().fork(RUN, fork)).isEqualTo(outcome);
  }

  @Test
  void fork_killedAnywhere_isResumedAsAFork() {
    agent(Reply.call("look", "{}"), Reply.text("Done.")).run(REQUEST);
    Reply[] script = {Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Finished!")};
    for (int append = 1; append <= 3; append++) {
      CrashingStore dying = new CrashingStore(store, append, false);
      Fork fork = Fork.at(SECOND).id("fork-" + append);
      assertThatThrownBy(() -> agent(dying, ScriptedModel.of(script)).fork(RUN, fork)).isInstanceOf(SimulatedCrash.class);
      RunId id = new RunId("shop/fork-" + append);
      List<Reply> left = append == 1 ? List.of(script) : List.of(script).subList(1, 2);
      assertThat(agent(left.toArray(Reply[]::new)).resume(id)).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.text()).isEqualTo("Finished!"));
    }
    assertThat(shop.done).containsExactly("look");
    assertThat(store.last("conversation/c", 0).size()).isEqualTo(1);
  }

  @Test
  void fork_ofAFork_takesOverItsRefusals() {
    agent(Reply.text("Done.")).run(REQUEST);
    agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).fork(RUN, Fork.at(StepKey.of("round-1", "model")).id("what-if"));
    var model = ScriptedModel.of("Finished!");
    assertThat(agent(model).fork(FORKED, Fork.at(SECOND).allowEffects())).isInstanceOf(Answered.class);
    assertThat(results(model)).singleElement().asString().contains("this is a fork");
  }

  @Test
  void fork_anything_isRecognisableAndCanBeReplayed() {
    agent(Reply.text("Done.")).run(REQUEST);
    Outcome outcome = agent(Reply.call("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).fork(RUN, Fork.at(StepKey.of("round-1", "model")).id("what-if"));
    assertThat(new Runs(store).read(FORKED).summary().forkOf()).isEqualTo(RUN);
    StringBuilder log = new StringBuilder();
    assertThat(agent().replay(FORKED, new EventLog(log))).isEqualTo(outcome);
    assertThat(log.toString()).contains("RefusedCall");
  }

  private Agent agent(Reply... replies) {
    return agent(ScriptedModel.of(replies));
  }

  private Agent agent(ScriptedModel model) {
    return agent(store, model);
  }

  private Agent agent(Store where, ScriptedModel model) {
    return Agent.builder("shop", model).tools(shop).store(where).engine(engine(EmbeddedEngine.on(where, clock, EmbeddedEngine.LEASE, Duration.ZERO))).build();
  }

  private static List<String> results(ScriptedModel model) {
    return model.requests().getLast().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  static final class Shop {
    final List<String> done = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    @Tool("Looks")
    @SideEffect(Effect.NONE)
    String look() {
      done.add("look");
      return "seen";
    }

    @Tool("Refunds")
    @SideEffect(Effect.KEYED)
    String refund(@P("order") String order, ToolContext call) {
      keys.add(call.idempotencyKey());
      done.add("refund " + order);
      return "refunded " + order;
    }

    @Tool("Mails")
    @SideEffect(Effect.ONCE)
    String mail() {
      done.add("mail");
      return "sent";
    }

    @Tool("Does something")
    String undeclared() {
      done.add("undeclared");
      return "done";
    }

    @Tool("Pays")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String pay() {
      done.add("pay");
      return "paid";
    }
  }
}
