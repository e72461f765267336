package dev.catena.agent;

import dev.catena.agent.Approvals.Grant;
import dev.catena.agent.PendingCall.Why;
import dev.catena.agent.ToolCalls.Planned;
import dev.catena.run.Answer;
import dev.catena.run.Attempt;
import dev.catena.run.Run;
import dev.catena.run.StepKey;
import dev.catena.run.Wait;
import dev.catena.tool.Reconciliation;
import dev.catena.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls of a run that wait for a person: because they need approval, or because nobody knows how they ended. What a person
/// decides is done at once, one call after the other, while the rest goes on waiting.
final class PendingCalls {
  /// How long a run waits for a person to say what became of a call.
  private static final Duration PATIENCE = Duration.ofDays(30);

  private final AgentSteps steps;
  private final ToolSteps tools;
  private final Run run;
  private final Map<StepKey, Pending> waiting = new LinkedHashMap<>();
  private final List<Grant> grants = new ArrayList<>();

  PendingCalls(AgentSteps steps, ToolSteps tools, Run run) {
    this.steps = steps;
    this.tools = tools;
    this.run = run;
  }

  private record Pending(ToolMaking making, PendingCall call) {}

  /// A call that waits no more.
  record Ended(Planned planned, CallEnd end) {}

  /// The tools that a person has approved for the rest of the run.
  List<Grant> grants() {
    return List.copyOf(grants);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// The call waits until somebody approves it.
  void needsApproval(ToolMaking making, Instant until) {
    add(making, Why.APPROVAL, "'%s' needs approval before it runs".formatted(making.tool()), until);
  }

  /// How the call ended; empty when it waits for a person, since not even its tool knows.
  Optional<CallEnd> end(ToolMaking making, Attempt<ToolResult> attempt) {
    return end(making, attempt, true);
  }

  /// @param mayRepeat whether a call that did not happen is made again, once, without asking anybody
  private Optional<CallEnd> end(ToolMaking making, Attempt<ToolResult> attempt, boolean mayRepeat) {
    return switch (attempt) {
      case Attempt.Succeeded<ToolResult> ended when tools.refuses(making) -> Optional.of(CallEnd.notApproved(ForkRules.CODE, ended.value().text()));
      case Attempt.Succeeded<ToolResult> ended -> Optional.of(CallEnd.ran(making, ended.value()));
      case Attempt.Failed<ToolResult> failed ->
          Optional.of(CallEnd.ran(making, new ToolResult.Failure(failed.code(), failed.text())));
      case Attempt.Unknown<ToolResult> unknown -> reconcile(making, unknown.text(), mayRepeat);
    };
  }

  private Optional<CallEnd> reconcile(ToolMaking making, String text, boolean mayRepeat) {
    Instant now = run.now();
    return switch (tools.reconcile(making, now)) {
      case Reconciliation.Happened(ToolResult result) -> Optional.of(CallEnd.ran(making, result));
      case Reconciliation.DidNotHappen() when mayRepeat -> end(making.next(), tools.make(making.next()), false);
      case Reconciliation.DidNotHappen() ->
          Optional.of(CallEnd.ran(making, new ToolResult.Failure(ToolResult.FAILED, "it did not happen: " + text)));
      case Reconciliation.NotKnown() -> {
        add(making, Why.UNKNOWN, text, now.plus(PATIENCE));
        yield Optional.empty();
      }
    };
  }

  private void add(ToolMaking making, Why why, String text, Instant until) {
    String arguments = making.ready().arguments();
    String hash = CallHash.of(making.ready().tool().specification(), arguments);
    PendingCall call = new PendingCall(making.wait(why), making.tool(), arguments, why, text, hash, until);
    waiting.put(call.step(), new Pending(making, call));
  }

  /// Waits for the next decision and does what it says.
  ///
  /// @return the call that ended by it; empty when it waits again
  Optional<Ended> next() {
    List<Wait> waits = waiting.values().stream().map(pending -> pending.call().asWait()).toList();
    Answer<RecordedDecision> answer = run.awaitAny(waits, RecordedDecision.CODEC);
    Pending pending = waiting.remove(answer.key());
    if (pending == null) {
      throw new IllegalStateException("the engine answers '%s', which does not wait".formatted(answer.key()));
    }
    Optional<CallEnd> end =
        answer.decision().map(decision -> follow(pending, decision)).orElseGet(() -> Optional.of(expired(pending)));
    return end.map(it -> new Ended(pending.making().planned(), it));
  }

  private Optional<CallEnd> follow(Pending pending, RecordedDecision decision) {
    ToolMaking making = pending.making();
    String tool = making.tool();
    return switch (decision.kind()) {
      case APPROVED, APPROVED_FOR_RUN -> make(pending, making, decision);
      case APPROVED_CHANGED -> make(pending, making.changed(decision.value()), decision);
      case DID_NOT_HAPPEN -> make(pending, making.next(), decision);
      case DENIED -> Optional.of(CallEnd.notApproved("denied", "'%s' was not run. A person denied it: %s".formatted(tool, decision.value())));
      case HAPPENED -> Optional.of(CallEnd.ran(making, new ToolResult.Success(decision.value())));
      case GIVEN_UP -> Optional.of(CallEnd.unknown(making, "Nobody knows whether '%s' was done: %s".formatted(tool, decision.value())));
    };
  }

  private static CallEnd expired(Pending pending) {
    PendingCall call = pending.call();
    return switch (call.why()) {
      case APPROVAL -> CallEnd.notApproved("not-approved", "'%s' was not run. Nobody approved it in time.".formatted(call.tool()));
      case UNKNOWN -> CallEnd.unknown(pending.making(), "Nobody knows whether this was done: " + call.text());
    };
  }

  /// Makes the call, if it is still what the person decided about.
  private Optional<CallEnd> make(Pending pending, ToolMaking making, RecordedDecision decision) {
    DecisionCheck.Finding check = run.call(
        pending.call().step().child("check"),
        steps.check(),
        new DecisionCheck.Question(making.tool(), making.ready().arguments(), decision.hash()));
    if (!check.holds()) {
      String text = "'%s' was not run. It is no longer what a person decided about: the tool or its arguments have changed."
          .formatted(making.tool());
      return Optional.of(CallEnd.open(new ToolResult.Failure("decision-void", text)));
    }
    if (decision.kind() == Decision.Kind.APPROVED_FOR_RUN) {
      grants.add(new Grant(making.tool(), check.toolHash()));
    }
    ToolMaking decided = making.with(check.arguments());
    return end(decided, tools.make(decided));
  }
}
