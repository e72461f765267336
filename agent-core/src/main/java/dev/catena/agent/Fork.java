package dev.catena.agent;

import dev.catena.run.StepKey;
import dev.catena.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Where another run branches off a recorded one, and what is different in it. Immutable.
///
/// What was recorded before the step is taken over; the step, and what was recorded after it, is made anew.
public final class Fork {
  private final StepKey step;
  private final Map<StepKey, ToolResult> results;
  private final boolean effects;
  private final String id;

  private Fork(StepKey step, Map<StepKey, ToolResult> results, boolean effects, String id) {
    this.step = Objects.requireNonNull(step, "step");
    this.results = Map.copyOf(results);
    this.effects = effects;
    this.id = Objects.requireNonNull(id, "id");
  }

  /// A fork before the step, such as `round-2/model`, under an id that nobody has used.
  public static Fork at(StepKey step) {
    return new Fork(step, Map.of(), false, UUID.randomUUID().toString());
  }

  /// With another result of a tool call that was recorded before the step.
  ///
  /// @param call the step of the call, such as `round-1/call-1/refund`
  public Fork withResult(StepKey call, ToolResult result) {
    Map<StepKey, ToolResult> more = new LinkedHashMap<>(results);
    more.put(call, Objects.requireNonNull(result, "result"));
    return new Fork(step, more, effects, id);
  }

  /// Tools with an effect, and those that declare none, may be called, under idempotency keys of the fork's own; a business key
  /// stays what it is. Without this their calls are refused, and the model is told so.
  public Fork allowEffects() {
    return new Fork(step, results, true, id);
  }

  /// Under an id: asked for again, it is the same fork, never a second one.
  public Fork id(String forkId) {
    return new Fork(step, results, effects, forkId);
  }

  StepKey step() {
    return step;
  }

  Map<StepKey, ToolResult> results() {
    return results;
  }

  boolean effects() {
    return effects;
  }

  String id() {
    return id;
  }
}
