package dev.catena.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.catena.run.Attempt;
import dev.catena.run.Call;
import dev.catena.run.Operation;
import dev.catena.run.Run;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.Reconciliation;
import dev.catena.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The steps of tool calls.
record ToolSteps(AgentSteps steps, Run run, Duration wallTime, Optional<ForkRules> fork) {
  /// How long a tool may think about what became of a call.
  private static final Duration RECONCILE_TIME = Duration.ofMinutes(1);

  private static final JsonMapper JSON = new JsonMapper();

  /// Every call that runs is the first of its kind in this run, or follows failures only: so a call that is repeated after a
  /// failure keeps its idempotency key.
  private static final Call.Identity FIRST = new Call.Identity.InRun("0");

  /// The step that runs the tool.
  Call<String, ToolResult> call(ToolMaking making) {
    if (refuses(making)) {
      ToolResult answer = fork.orElseThrow().answer(making.ready());
      return Call.of(ForkRules.refusal(making), steps.refuse(), AgentSteps.RESULT.encode(answer));
    }
    Instant deadline = run.movingSince().plus(wallTime);
    return Call.of(making.key(), operation(making), making.ready().arguments()).as(identity(making.ready())).until(deadline);
  }

  /// Whether the call must not be made, because the run is a fork.
  boolean refuses(ToolMaking making) {
    return fork.filter(rules -> rules.refuses(making)).isPresent();
  }

  /// Whether a person need not be asked about the call.
  boolean refusesUnasked(ToolMaking making) {
    return fork.filter(rules -> rules.refuses(making) && !rules.asked(making)).isPresent();
  }

  Attempt<ToolResult> make(ToolMaking making) {
    return run.callAll(List.of(call(making)), 1).getFirst();
  }

  /// Asks the tool itself whether the call happened. It gets a time of its own, since the run's may be over.
  ///
  /// @param now recorded
  Reconciliation reconcile(ToolMaking making, Instant now) {
    Operation<String, Reconciliation> operation = Objects.requireNonNull(steps.reconcile().get(making.tool()), making.tool());
    Instant deadline = (now.isAfter(run.movingSince()) ? now : run.movingSince()).plus(RECONCILE_TIME);
    var call = Call.of(making.key().child("reconcile"), operation, making.ready().arguments())
        .as(new Call.Identity.SameAs(operation(making).name(), identity(making.ready())))
        .until(deadline);
    return switch (run.callAll(List.of(call), 1).getFirst()) {
      case Attempt.Succeeded<Reconciliation> said -> said.value();
      case Attempt.Failed<Reconciliation> _, Attempt.Unknown<Reconciliation> _ -> new Reconciliation.NotKnown();
    };
  }

  private Operation<String, ToolResult> operation(ToolMaking making) {
    return Objects.requireNonNull(steps.tools().get(making.tool()), making.tool());
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
}
