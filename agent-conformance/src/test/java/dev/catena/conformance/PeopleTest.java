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
import dev.catena.agent.PendingCall;
import dev.catena.agent.Request;
import dev.catena.agent.ToolCall;
import dev.catena.event.AgentEvent;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.DivergedException;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.RunId;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.Approval;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.Reconciles;
import dev.catena.tool.Reconciliation;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that wait for a person, on the embedded engine; [HostilePeopleTest] runs the same on the hostile one. Each agent has an
/// engine of its own on the one store: what a new process would have.
@Timeout(60)
class PeopleTest {
  private static final Request REQUEST = Request.of("Please").in("c").id("ticket-88");
  private static final RunId RUN = new RunId("shop/ticket-88");

  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore();
  private final Shop shop = new Shop();
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

  Engine engine(Engine embedded) {
    return embedded;
  }

  // Approval

  @Test
  void run_toolThatNeedsApproval_waitsAndDoesNotRun() {
    PendingCall call = waiting(agent(calls("refund", "{ \"order\": \"A-1\" }")).run(REQUEST)).getFirst();
    assertThat(call.tool()).isEqualTo("refund");
    assertThat(call.arguments()).isEqualTo("{\"order\":\"A-1\"}");
    assertThat(call.why()).isEqualTo(PendingCall.Why.APPROVAL);
    assertThat(call.hash()).hasSize(64);
    assertThat(call.until()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
    assertThat(shop.done).isEmpty();
  }

  @Test
  void decide_approved_runsOnceInAnotherProcess() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Outcome outcome = agent(answer()).decide(RUN, Decision.approve(call, "ann"));
    assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered ->
        assertThat(answered.toolCalls()).containsExactly(new ToolCall("refund", "{\"order\":\"A-1\"}", "refunded A-1", true)));
    assertThat(agent(answer()).run(REQUEST)).isEqualTo(outcome);
    assertThat(shop.done).containsExactly("refund A-1");
  }

  @Test
  void run_severalCalls_whatNeedsNobodyRunsAndTheRestIsVisibleAtOnce() {
    var model = ScriptedModel.of(Reply.calls(
        call("refund", "{\"order\":\"A-1\"}"), call("find", "{\"order\":\"A-2\"}"), call("refund", "{\"order\":\"A-3\"}"),
        call("mail", "{\"to\":\"bob\"}")));
    Outcome outcome = agent(model).run(REQUEST);
    assertThat(waiting(outcome)).extracting(PendingCall::arguments).containsExactly("{\"order\":\"A-1\"}", "{\"order\":\"A-3\"}");
    assertThat(shop.done).containsExactly("find A-2", "mail bob");
    assertThat(outcome.toolCalls()).extracting(ToolCall::name).containsExactly("find", "mail");
  }

  @Test
  void decide_oneOfSeveral_runsWhileTheOthersWait() {
    var model =
        ScriptedModel.of(Reply.calls(call("refund", "{\"order\":\"A-1\"}"), call("refund", "{\"order\":\"A-2\"}")));
    List<PendingCall> both = waiting(agent(model).run(REQUEST));
    Outcome after = agent(answer()).decide(RUN, Decision.approve(both.getLast(), "ann"));
    assertThat(waiting(after)).containsExactly(both.getFirst());
    assertThat(shop.done).containsExactly("refund A-2");

    var last = answer();
    assertThat(agent(last).decide(RUN, Decision.deny(both.getFirst(), "too old", "bob"))).isInstanceOf(Answered.class);
    assertThat(shop.done).containsExactly("refund A-2");
    assertThat(results(last)).containsExactly("'refund' was not run. A person denied it: too old", "refunded A-2");
  }

  @Test
  void run_conditionDoesNotHold_runsWithoutAsking() {
    assertThat(agent(calls("pay", "{\"to\":\"bob\",\"amount\":100}"), Reply.text("Done.")).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.done).containsExactly("pay bob 100");
  }

  @Test
  void run_conditionHolds_waitsTheTimeThatIsSet() {
    PendingCall call = waiting(agent(calls("pay", "{\"to\":\"bob\",\"amount\":101}")).run(REQUEST)).getFirst();
    assertThat(call.until()).isEqualTo(clock.instant().plus(Duration.ofHours(8)));
    assertThat(shop.done).isEmpty();
  }

  @Test
  void run_conditionFails_asks() {
    Agent agent = agent(builder -> builder.approvals(tool -> true, Approval.when(arguments -> {
      throw new IllegalStateException("no rules today");
    })), ScriptedModel.of(calls("find", "{\"order\":\"A-1\"}")));
    assertThat(waiting(agent.run(REQUEST))).hasSize(1);
  }

  @Test
  void run_applicationDemandsApproval_waitsTheShortestTime() {
    Agent agent = agent(
        builder -> builder
            .approvals(tool -> tool.effect() == Effect.ONCE, Approval.always().within(Duration.ofDays(2)))
            .approvals(tool -> tool.effect() == Effect.ONCE, Approval.always().within(Duration.ofDays(1))),
        ScriptedModel.of(Reply.calls(call("find", "{\"order\":\"A-1\"}"), call("mail", "{\"to\":\"bob\"}"))));
    assertThat(waiting(agent.run(REQUEST))).singleElement().satisfies(call -> {
      assertThat(call.tool()).isEqualTo("mail");
      assertThat(call.until()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
    });
  }

  @Test
  void decide_changedArguments_runsWithThemAndTheModelIsTold() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    var model = answer();
    Outcome outcome = agent(model).decide(RUN, Decision.approveChanged(call, "{ \"order\": \"A-7\" }", "ann"));
    assertThat(shop.done).containsExactly("refund A-7");
    assertThat(results(model)).singleElement().asString().contains("{\"order\":\"A-7\"}", "refunded A-7");
    assertThat(outcome.toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"order\":\"A-7\"}");
  }

  @Test
  void decide_changedArgumentsThatDoNotFit_refusedAndNothingChanges() {
    Agent agent = agent(calls("refund", "{\"order\":\"A-1\"}"));
    PendingCall call = waiting(agent.run(REQUEST)).getFirst();
    assertThatThrownBy(() -> agent.decide(RUN, Decision.approveChanged(call, "{\"order\":7,\"by\":\"me\"}", "ann")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by");
    assertThat(agent.pending(RUN)).containsExactly(call);
  }

  @Test
  void run_modelRepeatsADeniedCall_nobodyIsAskedAgain() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Outcome outcome = agent(calls("refund", "{\"order\":\"A-1\"}"), Reply.text("Done.")).decide(RUN, Decision.deny(call, "no", "ann"));
    assertThat(outcome).isInstanceOf(Answered.class);
    assertThat(shop.done).isEmpty();
  }

  @Test
  void run_sameCallTwiceInOneReply_isAskedAboutOnce() {
    var model = ScriptedModel.of(Reply.calls(call("refund", "{\"order\":\"A-1\"}"), call("refund", "{\"order\":\"A-1\"}")));
    List<PendingCall> calls = waiting(agent(model).run(REQUEST));
    assertThat(calls).hasSize(1);
    var last = answer();
    assertThat(agent(last).decide(RUN, Decision.approve(calls.getFirst(), "ann"))).isInstanceOf(Answered.class);
    assertThat(results(last)).containsExactly("refunded A-1", "refunded A-1");
    assertThat(shop.done).containsExactly("refund A-1");
  }

  @Test
  void decide_approvedForRunAndTheToolChanges_isAskedAgain() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Outcome next = agent(calls("pay", "{\"to\":\"bob\",\"amount\":500}")).decide(RUN, Decision.approveForRun(call, "ann"));
    PendingCall pay = waiting(next).getFirst();
    decideOnly(Decision.deny(pay, "no", "ann"));
    var changed = new ShopWithAnotherDescription();
    Agent later = agent(builder -> builder.tools(changed), ScriptedModel.of(calls("refund", "{\"order\":\"A-2\"}")));
    assertThat(waiting(later.run(REQUEST))).extracting(PendingCall::arguments).containsExactly("{\"order\":\"A-2\"}");
  }

  @Test
  void decide_approvedForRun_laterCallsOfTheToolAreNotAskedAbout() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Outcome outcome = agent(calls("refund", "{\"order\":\"A-2\"}"), calls("pay", "{\"to\":\"bob\",\"amount\":500}"))
        .decide(RUN, Decision.approveForRun(call, "ann"));
    assertThat(waiting(outcome)).extracting(PendingCall::tool).containsExactly("pay");
    assertThat(shop.done).containsExactly("refund A-1", "refund A-2");
  }

  @Test
  void run_approvedKeyedCallFailsAndIsApprovedAgain_keepsItsKey() {
    shop.failing = new IOException("connection reset");
    PendingCall first = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Outcome again = agent(calls("refund", "{\"order\":\"A-1\"}")).decide(RUN, Decision.approve(first, "ann"));
    shop.failing = null;
    agent(answer()).decide(RUN, Decision.approve(waiting(again).getFirst(), "ann"));
    assertThat(shop.keys).hasSize(2).containsOnly(shop.keys.getFirst());
  }

  // Decisions that come late, or do not fit

  @Test
  void run_nobodyDecidesInTime_modelIsToldAndALateDecisionIsRefused() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    clock.advance(Duration.ofDays(7));
    var model = answer();
    Agent agent = agent(model);
    assertThatThrownBy(() -> agent.decide(RUN, Decision.approve(call, "ann")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(call.until().toString());
    assertThat(agent.run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(results(model)).containsExactly("'refund' was not run. Nobody approved it in time.");
    assertThat(shop.done).isEmpty();
  }

  @Test
  void decide_aboutOtherArguments_refusedAndNothingChanges() {
    Agent agent = agent(calls("refund", "{\"order\":\"A-1\"}"));
    PendingCall call = waiting(agent.run(REQUEST)).getFirst();
    PendingCall other =
        new PendingCall(call.step(), call.tool(), "{\"order\":\"A-9\"}", call.why(), call.text(), call.hash(), call.until());
    assertThatThrownBy(() -> agent.decide(RUN, Decision.approve(other, "ann")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A-1")
        .hasMessageContaining("A-9");
    assertThat(agent.pending(RUN)).containsExactly(call);
  }

  @Test
  void decide_twice_refused() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Agent agent = agent(answer());
    agent.decide(RUN, Decision.approve(call, "ann"));
    assertThatThrownBy(() -> agent.decide(RUN, Decision.deny(call, "no", "bob")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(call.step().path());
  }

  @Test
  void decision_thatDoesNotFitTheCall_refused() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    assertThatThrownBy(() -> Decision.happened(call, "refunded", "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("happened")
        .hasMessageContaining("APPROVAL");
    assertThatThrownBy(() -> Decision.approve(call, " ")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("200");
    assertThatThrownBy(() -> Decision.approve(call, "x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
  }

  // Events

  @Test
  void events_askedAndDecided_areToldAgainWhenTheRunIsExecutedAgain() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    clock.advance(Duration.ofHours(2));
    Instant decided = clock.instant();
    decideOnly(Decision.approveChanged(call, "{\"order\":\"A-7\"}", "ann"));
    clock.advance(Duration.ofHours(2));
    events.clear();
    agent(calls("pay", "{\"to\":\"bob\",\"amount\":500}")).run(REQUEST);
    List<AgentEvent> first = recorded();
    events.clear();
    agent(answer()).run(REQUEST);

    assertThat(first).contains(
        new AgentEvent.DecisionAsked(call.step(), "refund", "{\"order\":\"A-1\"}", "approval", call.hash(), call.until()),
        new AgentEvent.Decided(call.step(), "refund", "approved-changed", "{\"order\":\"A-7\"}", "ann", decided));
    assertThat(first)
        .filteredOn(AgentEvent.ToolCalled.class::isInstance)
        .extracting(event -> ((AgentEvent.ToolCalled) event).arguments())
        .containsExactly("{\"order\":\"A-7\"}");
    assertThat(recorded()).isEqualTo(first);
  }

  @Test
  void events_expired_nobodyDecided() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    clock.advance(Duration.ofDays(8));
    agent(answer()).run(REQUEST);
    assertThat(events).contains(new AgentEvent.Decided(call.step(), "refund", "expired", "", "", clock.instant()));
  }

  // A call whose end nobody knows

  @Test
  void run_onceCallInterrupted_waitsAsUnknown() {
    PendingCall call = crashed("mail", "{\"to\":\"bob\"}");
    assertThat(call.why()).isEqualTo(PendingCall.Why.UNKNOWN);
    assertThat(call.arguments()).isEqualTo("{\"to\":\"bob\"}");
    assertThat(call.until()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    assertThat(shop.done).containsExactly("mail bob");
  }

  @Test
  void decide_happened_modelSeesTheResult() {
    PendingCall call = crashed("mail", "{\"to\":\"bob\"}");
    var model = answer();
    Outcome outcome = agent(model).decide(RUN, Decision.happened(call, "it is in the outbox", "ann"));
    assertThat(results(model)).containsExactly("it is in the outbox");
    assertThat(outcome.toolCalls()).containsExactly(new ToolCall("mail", "{\"to\":\"bob\"}", "it is in the outbox", true));
    assertThat(shop.done).containsExactly("mail bob");
  }

  @Test
  void decide_didNotHappen_runsAgainOnce() {
    PendingCall call = crashed("mail", "{\"to\":\"bob\"}");
    var model = answer();
    assertThat(agent(model).decide(RUN, Decision.didNotHappen(call, "ann"))).isInstanceOf(Answered.class);
    assertThat(results(model)).containsExactly("sent");
    assertThat(shop.done).containsExactly("mail bob", "mail bob");
  }

  @Test
  void decide_didNotHappenAndDiesAgain_asksAgain() {
    PendingCall call = crashed("mail", "{\"to\":\"bob\"}");
    shop.crashing = true;
    assertThatThrownBy(() -> agent(answer()).decide(RUN, Decision.didNotHappen(call, "ann"))).isInstanceOf(InternalError.class);
    shop.crashing = false;
    PendingCall second = waiting(agent(answer()).run(REQUEST)).getFirst();
    assertThat(second.why()).isEqualTo(PendingCall.Why.UNKNOWN);
    assertThat(second.step()).isNotEqualTo(call.step());
    assertThat(shop.done).hasSize(2);
  }

  @Test
  void decide_giveUp_neverRunsAgain() {
    PendingCall call = crashed("mail", "{\"to\":\"bob\"}");
    var model = ScriptedModel.of(calls("mail", "{\"to\":\"bob\"}"), Reply.text("Done."));
    assertThat(agent(model).decide(RUN, Decision.giveUp(call, "the log is lost", "ann"))).isInstanceOf(Answered.class);
    assertThat(results(model)).allMatch(text -> text.contains("the log is lost")).hasSize(2);
    assertThat(shop.done).hasSize(1);
  }

  @Test
  void decision_approveUnknown_refused() {
    PendingCall call = crashed("mail", "{\"to\":\"bob\"}");
    assertThatThrownBy(() -> Decision.approve(call, "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UNKNOWN");
  }

  @Test
  void run_unknownAndApproval_waitTogether() {
    shop.crashing = true;
    var model = ScriptedModel.of(Reply.calls(call("mail", "{\"to\":\"bob\"}"), call("refund", "{\"order\":\"A-1\"}")));
    assertThatThrownBy(() -> agent(model).run(REQUEST)).isInstanceOf(InternalError.class);
    shop.crashing = false;
    assertThat(waiting(agent(answer()).run(REQUEST)))
        .extracting(PendingCall::why)
        .containsExactly(PendingCall.Why.APPROVAL, PendingCall.Why.UNKNOWN);
  }

  @Test
  void run_toolNeverReturns_onceWaitsForAPerson() {
    shop.hanging = true;
    Agent agent = agent(
        builder -> builder.limits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))), ScriptedModel.of(calls("mail", "{\"to\":\"bob\"}")));
    assertThat(waiting(agent.run(REQUEST))).singleElement().satisfies(call -> {
      assertThat(call.why()).isEqualTo(PendingCall.Why.UNKNOWN);
      assertThat(call.text()).contains("gave no answer until");
    });
  }

  @Test
  void run_keyedToolNeverReturns_nobodyIsAskedAndTheModelIsTold() {
    shop.hanging = true;
    var model = ScriptedModel.of(calls("ship", "{}"), Reply.text("Done."));
    Agent agent = agent(builder -> builder.limits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))), model);
    assertThat(agent.run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(results(model)).singleElement().asString().contains("gave no answer until");
  }

  @Test
  void decide_threadInterruptedWhileTheToolWorks_effectIsKeptAndTheRunGoesOnLater() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Thread caller = Thread.currentThread();
    shop.whileWorking = caller::interrupt;
    Outcome stopped = agent(answer()).decide(RUN, Decision.approve(call, "ann"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped).isInstanceOf(Cancelled.class);
    shop.whileWorking = () -> {};
    assertThat(agent(answer()).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.done).containsExactly("refund A-1");
  }

  // Reconciliation

  @Test
  void run_toolSaysThatItHappened_nobodyIsAsked() {
    shop.sent = Optional.of("sent at noon");
    assertThat(crashedAndAnswered("wire", "{\"to\":\"bob\"}")).containsExactly("sent at noon");
    assertThat(shop.done).containsExactly("wire bob");
    assertThat(shop.keys).hasSize(2).containsOnly(shop.keys.getFirst());
  }

  @Test
  void run_toolSaysThatItDidNotHappen_runsAgain() {
    assertThat(crashedAndAnswered("wire", "{\"to\":\"bob\"}")).containsExactly("wired");
    assertThat(shop.done).containsExactly("wire bob", "wire bob");
  }

  @Test
  void run_toolFailsToSay_aPersonIsAsked() {
    shop.failing = new IOException("bank is closed");
    assertThat(crashed("wire", "{\"to\":\"bob\"}").why()).isEqualTo(PendingCall.Why.UNKNOWN);
  }

  @Test
  void run_toolInDoubtSaysTwiceThatItDidNotHappen_modelIsToldAndNothingTurns() {
    shop.doubtful = true;
    var model = ScriptedModel.of(calls("wire", "{\"to\":\"bob\"}"), Reply.text("Done."));
    assertThat(agent(model).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.done).hasSize(2);
    assertThat(results(model)).singleElement().asString().contains("did not happen");
  }

  @Test
  void run_toolObjectDoesNotKnow_aPersonIsAsked() {
    var object = new Fragile();
    assertThatThrownBy(() -> agent(builder -> builder.tools(object), ScriptedModel.of(calls("fragile", "{}"))).run(REQUEST))
        .isInstanceOf(InternalError.class);
    assertThat(waiting(agent(builder -> builder.tools(object), answer()).run(REQUEST)))
        .extracting(PendingCall::why)
        .containsExactly(PendingCall.Why.UNKNOWN);
  }

  // Tools that change while a call waits

  @Test
  void run_toolChangedAfterTheApproval_doesNotRunAndTheModelIsTold() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    decideOnly(Decision.approve(call, "ann"));
    var changed = new ShopWithAnotherDescription();
    var model = answer();
    assertThat(agent(builder -> builder.tools(changed), model).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(results(model)).singleElement().asString().contains("no longer what a person decided about");
    assertThat(changed.done).isEmpty();
  }

  @Test
  void run_defaultChangedAfterTheApproval_doesNotRun() {
    PendingCall call = waiting(agent(builder -> builder.tools(new Small()), ScriptedModel.of(calls("give", "{}"))).run(REQUEST)).getFirst();
    assertThat(call.arguments()).isEqualTo("{\"amount\":10}");
    var later = new Large();
    assertThat(agent(builder -> builder.tools(later), answer()).decide(RUN, Decision.approve(call, "ann"))).isInstanceOf(Answered.class);
    assertThat(later.given).isEmpty();
  }

  @Test
  void run_defaultChangedBetweenTheCheckAndTheCall_runsWhatWasApproved() {
    PendingCall call = waiting(agent(builder -> builder.tools(new Small()), ScriptedModel.of(calls("give", "{}"))).run(REQUEST)).getFirst();
    Engine dying = engine(EmbeddedEngine.on(new CrashingStore(store, 2, false), clock, EmbeddedEngine.LEASE, Duration.ZERO)); // after the record of the check
    Agent first = Agent.builder("shop", answer()).tools(new Small()).store(store).engine(dying).build();
    assertThatThrownBy(() -> first.decide(RUN, Decision.approve(call, "ann"))).isInstanceOf(SimulatedCrash.class);
    var later = new Large();
    assertThat(agent(builder -> builder.tools(later), answer()).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(later.given).containsExactly(10);
  }

  @Test
  void run_toolChangedAfterItRan_theRecordStands() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Agent agent = agent(calls("refund", "{\"order\":\"A-2\"}"));
    agent.decide(RUN, Decision.approve(call, "ann"));
    var changed = new ShopWithAnotherDescription();
    Outcome outcome = agent(builder -> builder.tools(changed), answer()).run(REQUEST);
    assertThat(waiting(outcome)).extracting(PendingCall::arguments).containsExactly("{\"order\":\"A-2\"}");
    assertThat(outcome.toolCalls()).extracting(ToolCall::result).containsExactly("refunded A-1");
  }

  @Test
  void run_toolRemovedWhileItsCallWaits_stopsAndGoesOnWhenItIsBack() {
    PendingCall call = waiting(agent(calls("refund", "{\"order\":\"A-1\"}")).run(REQUEST)).getFirst();
    Agent without = agent(builder -> builder.tools(new Small()), answer());
    assertThatThrownBy(() -> without.run(REQUEST))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("round-1/call-1/refused");
    assertThatThrownBy(() -> without.decide(RUN, Decision.approve(call, "ann"))).isInstanceOf(DivergedException.class);
    assertThat(agent(answer()).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.done).containsExactly("refund A-1");
  }

  @Test
  void run_toolRenamedAfterACrash_stopsAndAsksWhenTheNameIsBack() {
    shop.crashing = true;
    assertThatThrownBy(() -> agent(calls("mail", "{\"to\":\"bob\"}")).run(REQUEST)).isInstanceOf(InternalError.class);
    shop.crashing = false;
    assertThatThrownBy(() -> agent(builder -> builder.tools(new Small()), answer()).run(REQUEST))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("round-1/call-1/mail");
    assertThat(waiting(agent(answer()).run(REQUEST))).extracting(PendingCall::why).containsExactly(PendingCall.Why.UNKNOWN);
    assertThat(shop.done).hasSize(1);
  }

  // Processes that die

  /// Every process dies before or after one of its appends; people say that a call whose end nobody knows happened.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decide_killedAtEveryAppend_noEffectIsDoubledOrLost(boolean before) {
    int killed = 0;
    boolean lived = false;
    for (int append = 1; !lived; append++) {
      Store kept = new MemoryStore();
      Shop used = new Shop();
      CrashingStore process = new CrashingStore(kept, append, before);
      try {
        toTheEnd(process, used);
      } catch (SimulatedCrash crash) {
        killed++;
      }
      assertThat(toTheEnd(kept, used)).as("append %d", append).isInstanceOf(Answered.class);
      assertThat(used.done).as("append %d", append).contains("find A-1", "refund A-1").containsOnlyOnce("wire bob");
      assertThat(used.refundKeys).as("append %d", append).hasSize(1);
      lived = !process.crashed();
    }
    assertThat(killed).isGreaterThan(10);
  }

  private Outcome toTheEnd(Store on, Shop used) {
    ScriptedModel model = ScriptedModel.from(request -> request.messages().size() > 1
        ? Reply.text("Done.")
        : Reply.calls(call("find", "{\"order\":\"A-1\"}"), call("refund", "{\"order\":\"A-1\"}"), call("wire", "{\"to\":\"bob\"}")));
    used.sent = used.done.contains("wire bob") ? Optional.of("wired") : Optional.empty();
    Agent agent = Agent.builder("shop", model)
        .tools(used)
        .approvals(tool -> tool.effect() == Effect.ONCE, Approval.always())
        .store(on)
        .engine(engine(EmbeddedEngine.on(on, clock)))
        .build();
    Outcome outcome = agent.run(REQUEST);
    while (outcome instanceof AwaitingApproval wait) {
      PendingCall call = wait.calls().getLast();
      Decision decision = call.why() == PendingCall.Why.APPROVAL
          ? Decision.approve(call, "ann")
          : Decision.happened(call, "wired", "ann");
      outcome = agent.decide(RUN, decision);
    }
    return outcome;
  }

  // Polling

  @Test
  void run_toolWithoutEffectAskedInALaterRound_runsAgain() {
    var model = ScriptedModel.of(
        calls("find", "{\"order\":\"A-1\"}"), calls("mail", "{\"to\":\"bob\"}"), calls("find", "{\"order\":\"A-1\"}"), Reply.text("Done."));
    agent(model).run(REQUEST);
    assertThat(shop.done).containsExactly("find A-1", "mail bob", "find A-1");
    assertThat(results(model)).containsExactly("found 1", "sent", "found 3");
  }

  @Test
  void run_toolWithEffectAskedInALaterRound_isAnsweredFromTheRecord() {
    var model = ScriptedModel.of(
        calls("mail", "{\"to\":\"bob\"}"), calls("find", "{\"order\":\"A-1\"}"), calls("mail", "{\"to\":\"bob\"}"), Reply.text("Done."));
    agent(model).run(REQUEST);
    assertThat(shop.done).containsExactly("mail bob", "find A-1");
  }

  private Agent agent(Reply... replies) {
    return agent(ScriptedModel.of(replies));
  }

  private Agent agent(ScriptedModel model) {
    return agent(builder -> builder, model);
  }

  private Agent agent(UnaryOperator<Agent.Builder> more, ScriptedModel model) {
    return more.apply(Agent.builder("shop", model).tools(shop).listener((run, event) -> events.add(event)))
        .store(store)
        .engine(engine(EmbeddedEngine.on(store, clock)))
        .build();
  }

  private static ScriptedModel answer() {
    return ScriptedModel.of("Done.");
  }

  private static Reply calls(String tool, String arguments) {
    return Reply.call(tool, arguments);
  }

  private static ToolExecutionRequest call(String tool, String arguments) {
    return ToolExecutionRequest.builder().name(tool).arguments(arguments).build();
  }

  private static List<PendingCall> waiting(Outcome outcome) {
    assertThat(outcome).isInstanceOf(AwaitingApproval.class);
    return ((AwaitingApproval) outcome).calls();
  }

  /// Dies in the call, and looks what the next process says.
  private PendingCall crashed(String tool, String arguments) {
    shop.crashing = true;
    assertThatThrownBy(() -> agent(calls(tool, arguments)).run(REQUEST)).isInstanceOf(InternalError.class);
    shop.crashing = false;
    return waiting(agent(answer()).run(REQUEST)).getFirst();
  }

  private List<String> crashedAndAnswered(String tool, String arguments) {
    shop.crashing = true;
    assertThatThrownBy(() -> agent(calls(tool, arguments)).run(REQUEST)).isInstanceOf(InternalError.class);
    shop.crashing = false;
    var model = answer();
    assertThat(agent(model).run(REQUEST)).isInstanceOf(Answered.class);
    return results(model);
  }

  /// Records the decision in a process that dies before it records anything else.
  private void decideOnly(Decision decision) {
    Engine dying = engine(EmbeddedEngine.on(new CrashingStore(store, 2, true), clock, EmbeddedEngine.LEASE, Duration.ZERO));
    Agent agent = Agent.builder("shop", answer()).tools(shop).store(store).engine(dying).build();
    assertThatThrownBy(() -> agent.decide(RUN, decision)).isInstanceOf(SimulatedCrash.class);
  }

  private List<AgentEvent> recorded() {
    return events.stream()
        .filter(AgentEvent.Recorded.class::isInstance)
        .filter(event -> !(event instanceof AgentEvent.Finished) && !event.step().path().startsWith("round-2"))
        .toList();
  }

  /// What the model was told about its calls, at the end.
  private static List<String> results(ScriptedModel model) {
    return model.requests().getLast().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  /// Tools that note what they did.
  static final class Shop {
    final List<String> done = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    final Set<String> refundKeys = ConcurrentHashMap.newKeySet();
    volatile boolean crashing;
    volatile boolean hanging;
    volatile boolean doubtful;
    volatile Runnable whileWorking = () -> {};
    volatile @Nullable IOException failing;
    volatile Optional<String> sent = Optional.empty();

    @Tool("Finds")
    @SideEffect(Effect.NONE)
    String find(@P("order") String order) {
      done.add("find " + order);
      return "found " + done.size();
    }

    @Tool("Refunds")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String refund(@P("order") String order, ToolContext call) throws IOException {
      keys.add(call.idempotencyKey());
      refundKeys.add(call.idempotencyKey());
      whileWorking.run();
      fail();
      done.add("refund " + order);
      return "refunded " + order;
    }

    @Tool("Pays")
    @SideEffect(Effect.KEYED)
    @NeedsApproval(when = "isLarge", within = "PT8H")
    String pay(@P("to") String to, @P("amount") int amount) {
      done.add("pay " + to + " " + amount);
      return "paid";
    }

    boolean isLarge(String to, int amount) {
      return amount > 100;
    }

    @Tool("Mails")
    @SideEffect(Effect.ONCE)
    String mail(@P("to") String to) throws InterruptedException {
      done.add("mail " + to);
      if (crashing) {
        throw new InternalError("the process died");
      }
      if (hanging) {
        new CountDownLatch(1).await();
      }
      return "sent";
    }

    @Tool("Ships")
    @SideEffect(Effect.KEYED)
    String ship() throws InterruptedException {
      if (hanging) {
        new CountDownLatch(1).await();
      }
      return "shipped";
    }

    @Tool("Wires")
    @SideEffect(Effect.ONCE)
    String wire(@P("to") String to, ToolContext call) throws IOException {
      keys.add(call.idempotencyKey());
      done.add("wire " + to);
      if (crashing) {
        throw new InternalError("the process died");
      }
      if (doubtful) {
        throw new IOException("connection reset");
      }
      return "wired";
    }

    @Reconciles("wire")
    Optional<String> wasWired(String to, ToolContext call) throws IOException {
      keys.add(call.idempotencyKey());
      fail();
      return sent;
    }

    private void fail() throws IOException {
      IOException thrown = failing;
      if (thrown != null) {
        throw thrown;
      }
    }
  }

  /// The shop's refund with another description, which is part of what was approved.
  static final class ShopWithAnotherDescription {
    final List<String> done = new ArrayList<>();

    @Tool("Pays")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String pay(@P("to") String to, @P("amount") int amount) {
      return "paid";
    }

    @Tool("Refunds twice")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String refund(@P("order") String order, ToolContext call) {
      done.add(order);
      return "refunded " + order;
    }
  }

  static final class Small {
    @Tool("Gives")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String give(@P(value = "amount", defaultValue = "10") int amount) {
      return "given";
    }
  }

  static final class Large {
    final List<Integer> given = new CopyOnWriteArrayList<>();

    @Tool("Gives")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String give(@P(value = "amount", defaultValue = "1000") int amount) {
      given.add(amount);
      return "given";
    }
  }

  /// A tool that is no method, and dies in its work.
  static final class Fragile implements dev.catena.tool.Tool {
    @Override
    public ToolSpecification specification() {
      return ToolSpecification.builder().name("fragile").description("Does something").build();
    }

    @Override
    public Effect effect() {
      return Effect.ONCE;
    }

    @Override
    public Optional<String> businessKey() {
      return Optional.empty();
    }

    @Override
    public boolean declared() {
      return true;
    }

    @Override
    public Reconciliation reconcile(String argumentsJson, ToolContext context) {
      return new Reconciliation.NotKnown();
    }

    @Override
    public ToolResult run(String argumentsJson, ToolContext context) {
      throw new InternalError("the process died");
    }
  }
}
