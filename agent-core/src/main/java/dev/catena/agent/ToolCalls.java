package dev.catena.agent;

import dev.catena.run.Attempt;
import dev.catena.run.Call;
import dev.catena.run.Effect;
import dev.catena.run.Run;
import dev.catena.run.StepKey;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.Tool;
import dev.catena.tool.ToolResult;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The tool calls of one run: each is checked, then made as a step, in parallel where that is allowed, or first shown to a person.
/// What is answered already is not made again.
final class ToolCalls {
  /// How many tools of one reply run at a time.
  static final int AT_ONCE = 8;

  private final AgentSteps steps;
  private final Toolbox toolbox;
  private final Run run;
  private final ToolSteps tools;
  private final PendingCalls pending;
  private final AnsweredCalls answered = new AnsweredCalls();
  private final List<ToolCall> made = new ArrayList<>();

  ToolCalls(AgentSteps steps, Toolbox toolbox, Run run, Duration wallTime) {
    this.steps = steps;
    this.toolbox = toolbox;
    this.run = run;
    tools = new ToolSteps(steps, run, wallTime, ForkRules.of(run.definition()));
    pending = new PendingCalls(steps, tools, run);
  }

  /// The calls that ran, in the order of the replies.
  List<ToolCall> made() {
    return List.copyOf(made);
  }

  /// Checks the calls of a reply; runs nothing.
  List<Planned> plan(int round, List<ToolExecutionRequest> requests) {
    answered.nextRound();
    List<Planned> plan = new ArrayList<>();
    for (ToolExecutionRequest request : requests) {
      plan.add(new Planned(round, plan.size() + 1, request, toolbox.check(request)));
    }
    return plan;
  }

  /// How many of the planned calls would run.
  int toRun(List<Planned> plan) {
    return (int) plan.stream().flatMap(planned -> toMake(planned).stream()).map(making -> Asked.of(making.ready())).distinct().count();
  }

  /// Whether all that is asked has been answered before.
  boolean repeats(List<Planned> plan) {
    return plan.stream().allMatch(planned -> planned.asked().isPresent() && toMake(planned).isEmpty());
  }

  /// Makes the planned calls and waits for them. What needs no approval runs first; then all that waits for a person waits together.
  ///
  /// @return a result for each, in order
  List<ToolResult> make(List<Planned> plan) {
    Map<Planned, Duration> asking = needingApproval(plan);
    Map<Planned, CallEnd> ends = new HashMap<>();
    for (List<Planned> batch : batches(plan.stream().filter(planned -> !asking.containsKey(planned)).toList())) {
      makeBatch(batch, ends);
    }
    List<Planned> left = plan.stream().filter(asking::containsKey).toList();
    do {
      left = askPeople(left, asking, ends);
    } while (!left.isEmpty());
    plan.forEach(planned -> note(planned, Objects.requireNonNull(ends.get(planned))));
    return plan.stream().map(planned -> Objects.requireNonNull(ends.get(planned)).result()).toList();
  }

  /// The planned calls that need approval, and how long they wait.
  private Map<Planned, Duration> needingApproval(List<Planned> plan) {
    List<Planned> concerned = plan.stream()
        .filter(planned -> toMake(planned).filter(making -> steps.approvals().concern(making.tool())).isPresent())
        .toList();
    if (concerned.isEmpty()) {
      return Map.of();
    }
    List<Asked> asked = concerned.stream().flatMap(planned -> toMake(planned).stream()).map(making -> Asked.exactly(making.ready())).toList();
    List<Approvals.Ruling> rulings =
        run.call(Keys.approvals(plan.getFirst().round()), steps.rule(), new Approvals.Question(asked, pending.grants()));
    Map<Planned, Duration> asking = new LinkedHashMap<>();
    for (int i = 0; i < concerned.size(); i++) {
      Planned planned = concerned.get(i);
      if (!tools.refusesUnasked(toMake(planned).orElseThrow())) {
        rulings.get(i).patience().ifPresent(patience -> asking.put(planned, patience));
      }
    }
    return asking;
  }

  private void makeBatch(List<Planned> batch, Map<Planned, CallEnd> ends) {
    List<Optional<ToolMaking>> makings = batch.stream().map(this::toMake).toList();
    List<Call<String, ToolResult>> calls = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Planned planned = batch.get(i);
      calls.add(makings.get(i).map(tools::call).orElseGet(() -> answer(planned)));
    }
    List<Attempt<ToolResult>> attempts = run.callAll(calls, AT_ONCE);
    for (int i = 0; i < batch.size(); i++) {
      Attempt<ToolResult> attempt = attempts.get(i);
      Optional<CallEnd> end = makings.get(i).isPresent()
          ? pending.end(makings.get(i).get(), attempt)
          : Optional.of(CallEnd.open(attempt.orThrow()));
      Planned planned = batch.get(i);
      end.ifPresent(it -> end(planned, it, ends));
    }
  }

  /// Has people decide about the calls, and about those whose end nobody knows.
  ///
  /// @return the calls that repeat another of them: their turn comes when that one has ended
  private List<Planned> askPeople(List<Planned> asking, Map<Planned, Duration> patience, Map<Planned, CallEnd> ends) {
    List<Planned> repeated = new ArrayList<>();
    Set<Asked> asked = new HashSet<>();
    Optional<Instant> now = asking.isEmpty() ? Optional.empty() : Optional.of(run.now());
    for (Planned planned : asking) {
      Optional<ToolMaking> making = toMake(planned);
      if (making.isEmpty()) {
        makeBatch(List.of(planned), ends);
      } else if (asked.add(Asked.of(making.get().ready()))) {
        pending.needsApproval(making.get(), now.orElseThrow().plus(Objects.requireNonNull(patience.get(planned))));
      } else {
        repeated.add(planned);
      }
    }
    while (!pending.isEmpty()) {
      pending.next().ifPresent(ended -> end(ended.planned(), ended.end(), ends));
    }
    return repeated;
  }

  private void end(Planned planned, CallEnd end, Map<Planned, CallEnd> ends) {
    boolean repeated = toMake(planned).isEmpty();
    planned.asked().ifPresent(asked -> {
      answered.asked(asked);
      if (!repeated) {
        answered.keep(asked, end);
      }
    });
    ends.put(planned, end);
  }

  private void note(Planned planned, CallEnd end) {
    end.ranWith().ifPresent(arguments -> made.add(new ToolCall(
        planned.request().name(), arguments, end.result().text(), end.result() instanceof ToolResult.Success)));
  }

  /// Answers the calls of a reply without running anything.
  List<ToolResult> refuse(int round, List<ToolExecutionRequest> requests, String why) {
    ToolResult answer = new ToolResult.Failure(ToolResult.UNKNOWN_TOOL, why);
    List<Call<String, ToolResult>> calls = new ArrayList<>();
    for (int position = 1; position <= requests.size(); position++) {
      calls.add(refusal(Keys.call(round, position, "refused"), answer));
    }
    return run.callAll(calls, AT_ONCE).stream().map(Attempt::orThrow).toList();
  }

  /// Cuts a plan into parts that run one after the other: a call with a declared effect runs alone, and so does one that
  /// repeats another of its batch. What is in one part may run at the same time.
  private static List<List<Planned>> batches(List<Planned> plan) {
    List<List<Planned>> batches = new ArrayList<>();
    Set<Asked> inBatch = new HashSet<>();
    boolean open = false;
    for (Planned planned : plan) {
      boolean repeated = planned.asked().filter(inBatch::contains).isPresent();
      if (!open || repeated || planned.runsAlone()) {
        batches.add(new ArrayList<>());
        inBatch.clear();
      }
      batches.getLast().add(planned);
      planned.asked().ifPresent(inBatch::add);
      open = !planned.runsAlone();
    }
    return batches;
  }

  /// What is to be made; empty for a call that was refused or is answered already.
  private Optional<ToolMaking> toMake(Planned planned) {
    return planned.checked() instanceof CheckedCall.Ready ready && answered.answer(ready).isEmpty()
        ? Optional.of(ToolMaking.first(planned, ready))
        : Optional.empty();
  }

  private Call<String, ToolResult> answer(Planned planned) {
    return switch (planned.checked()) {
      case CheckedCall.Refused refused -> refusal(planned.key("refused"), refused.why());
      case CheckedCall.Ready ready -> refusal(planned.key("repeated"), answered.answer(ready).orElseThrow());
    };
  }

  private Call<String, ToolResult> refusal(StepKey key, ToolResult answer) {
    return Call.of(key, steps.refuse(), AgentSteps.RESULT.encode(answer));
  }

  /// A call of a reply, checked.
  record Planned(int round, int position, ToolExecutionRequest request, CheckedCall checked) {
    StepKey key(String what) {
      return Keys.call(round, position, what);
    }

    Optional<Asked> asked() {
      return checked instanceof CheckedCall.Ready ready ? Optional.of(Asked.of(ready)) : Optional.empty();
    }

    boolean runsAlone() {
      if (!(checked instanceof CheckedCall.Ready ready)) {
        return false;
      }
      Tool tool = ready.tool();
      return tool.declared() && tool.effect() != Effect.NONE;
    }
  }
}
