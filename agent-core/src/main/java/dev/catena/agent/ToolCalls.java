package dev.catena.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.catena.run.Attempt;
import dev.catena.run.Call;
import dev.catena.run.Effect;
import dev.catena.run.Operation;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The tool calls of one run: each is checked, then made as a step, in parallel where that is allowed. A call that has
/// succeeded is not made again: small models repeat themselves, and get the recorded result.
final class ToolCalls {
  /// How many tools of one reply run at a time.
  static final int AT_ONCE = 8;

  /// How long a run waits for a person to say what became of a call whose end nobody knows.
  static final Duration PATIENCE = Duration.ofDays(30);

  private static final JsonMapper JSON = new JsonMapper();

  /// Every call that runs is the first of its kind in this run, or follows failures only: so a call that is repeated after a
  /// failure keeps its idempotency key.
  private static final Call.Identity FIRST = new Call.Identity.InRun("0");

  private final AgentSteps steps;
  private final Toolbox toolbox;
  private final Run run;
  private final Duration wallTime;
  private final List<ToolCall> made = new ArrayList<>();
  private final Map<Asked, ToolResult.Success> succeeded = new HashMap<>();

  ToolCalls(AgentSteps steps, Toolbox toolbox, Run run, Duration wallTime) {
    this.steps = steps;
    this.toolbox = toolbox;
    this.run = run;
    this.wallTime = wallTime;
  }

  /// The calls that ran, in the order of the replies.
  List<ToolCall> made() {
    return List.copyOf(made);
  }

  /// Checks the calls of a reply; runs nothing.
  List<Planned> plan(int round, List<ToolExecutionRequest> requests) {
    List<Planned> plan = new ArrayList<>();
    for (ToolExecutionRequest request : requests) {
      plan.add(new Planned(round, plan.size() + 1, request, toolbox.check(request)));
    }
    return plan;
  }

  /// How many of the planned calls would run.
  int toRun(List<Planned> plan) {
    Set<Asked> asked = new HashSet<>();
    plan.forEach(planned -> planned.asked().ifPresent(asked::add));
    asked.removeAll(succeeded.keySet());
    return asked.size();
  }

  /// Whether all that is asked has been answered before.
  boolean repeats(List<Planned> plan) {
    return plan.stream().allMatch(planned -> planned.asked().filter(succeeded::containsKey).isPresent());
  }

  /// Makes the planned calls and waits for them.
  ///
  /// @return a result for each, in order
  List<ToolResult> make(List<Planned> plan) {
    List<ToolResult> results = new ArrayList<>();
    for (List<Planned> batch : batches(plan)) {
      List<Call<String, ToolResult>> calls = batch.stream().map(this::call).toList();
      List<Attempt<ToolResult>> attempts = run.callAll(calls, AT_ONCE);
      for (int i = 0; i < batch.size(); i++) {
        ToolResult result = resultOf(calls.get(i).key(), attempts.get(i));
        note(batch.get(i), result);
        results.add(result);
      }
    }
    return results;
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

  private Call<String, ToolResult> call(Planned planned) {
    return switch (planned.checked()) {
      case CheckedCall.Refused refused -> refusal(planned.key("refused"), refused.why());
      case CheckedCall.Ready ready -> {
        ToolResult known = succeeded.get(new Asked(ready));
        yield known != null ? refusal(planned.key("repeated"), known) : call(planned, ready);
      }
    };
  }

  private Call<String, ToolResult> call(Planned planned, CheckedCall.Ready ready) {
    String name = ready.tool().specification().name();
    Operation<String, ToolResult> operation = Objects.requireNonNull(steps.tools().get(name), name);
    Instant deadline = run.movingSince().plus(wallTime);
    return Call.of(planned.key(name), operation, ready.arguments()).as(identity(ready)).until(deadline);
  }

  private Call<String, ToolResult> refusal(StepKey key, ToolResult answer) {
    return Call.of(key, steps.refuse(), AgentSteps.RESULT.encode(answer));
  }

  private ToolResult resultOf(StepKey key, Attempt<ToolResult> attempt) {
    return switch (attempt) {
      case Attempt.Succeeded<ToolResult> ended -> ended.value();
      case Attempt.Failed<ToolResult> failed -> new ToolResult.Failure(failed.code(), failed.text());
      case Attempt.Unknown<ToolResult> unknown -> askPerson(key, unknown.text());
    };
  }

  private ToolResult askPerson(StepKey key, String text) {
    Optional<ToolResult> told = run.await(key.child("resolved"), AgentSteps.RESULT, run.now().plus(PATIENCE));
    return told.orElseGet(() -> new ToolResult.Failure("unknown", "nobody knows whether this was done: " + text));
  }

  private void note(Planned planned, ToolResult result) {
    if (!(planned.checked() instanceof CheckedCall.Ready ready) || succeeded.containsKey(new Asked(ready))) {
      return;
    }
    if (result instanceof ToolResult.Success success) {
      succeeded.put(new Asked(ready), success);
    }
    String name = ready.tool().specification().name();
    made.add(new ToolCall(name, ready.arguments(), result.text(), result instanceof ToolResult.Success));
  }

  private static Call.Identity identity(CheckedCall.Ready ready) {
    return ready.tool().businessKey().flatMap(parameter -> value(ready.arguments(), parameter)).orElse(FIRST);
  }

  private static Optional<Call.Identity> value(String arguments, String parameter) {
    try {
      JsonNode value = JSON.readTree(arguments).get(parameter);
      if (value == null) {
        return Optional.empty();
      }
      return Optional.of(new Call.Identity.Business(value.isTextual() ? value.textValue() : value.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checked arguments are no JSON: " + arguments, e);
    }
  }

  /// A call of a reply, checked.
  record Planned(int round, int position, ToolExecutionRequest request, CheckedCall checked) {
    StepKey key(String what) {
      return Keys.call(round, position, what);
    }

    Optional<Asked> asked() {
      return checked instanceof CheckedCall.Ready ready ? Optional.of(new Asked(ready)) : Optional.empty();
    }

    boolean runsAlone() {
      if (!(checked instanceof CheckedCall.Ready ready)) {
        return false;
      }
      Tool tool = ready.tool();
      return tool.declared() && tool.effect() != Effect.NONE;
    }
  }

  /// What makes two calls the same.
  record Asked(String tool, String arguments) {
    Asked(CheckedCall.Ready ready) {
      this(ready.tool().specification().name(), ready.arguments());
    }
  }
}
