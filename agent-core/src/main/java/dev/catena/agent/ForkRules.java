package dev.catena.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.catena.run.CanonicalJson;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.Effect;
import dev.catena.run.StepKey;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.Tool;
import dev.catena.tool.ToolResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may not be done in a fork. It is part of the definition of the forked run, so that it holds when the run is resumed.
///
/// @param of the run that it branched off
/// @param at the step before which it did
/// @param taken the steps and waits that were taken over
/// @param effects whether calls with an effect are allowed
record ForkRules(String of, String at, List<String> taken, boolean effects) {
  /// The code of a refused call.
  static final String CODE = "fork";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String MEMBER = "fork";
  private static final String BEGINNING = "{\"" + MEMBER + "\":"; // no other member of a definition comes before it
  private static final String REFUSED = "refused";
  private static final Codec<Made> CODEC = Codecs.json(Made.class);

  private record Made(@Nullable ForkRules fork) {}

  /// The rules of the run that has this definition; empty when it is no fork.
  static Optional<ForkRules> of(Definition definition) {
    return definition.json().startsWith(BEGINNING) ? Optional.ofNullable(CODEC.decode(definition.json()).fork()) : Optional.empty();
  }

  /// The definition with these rules in it.
  Definition in(Definition definition) {
    try {
      ObjectNode tree = (ObjectNode) JSON.readTree(definition.json());
      tree.set(MEMBER, JSON.readTree(Codecs.json(ForkRules.class).encode(this)));
      return new Definition(definition.name(), CanonicalJson.of(tree.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a definition is JSON: " + definition.json(), e);
    }
  }

  /// Whether the call is answered with a refusal instead of being made. What was taken over is asked for as it was.
  boolean refuses(ToolMaking making) {
    Tool tool = making.ready().tool();
    boolean acts = !tool.declared() || tool.effect() != Effect.NONE;
    String key = making.key().path();
    return taken.contains(refusal(making).path()) || (acts && !effects && !taken.contains(key));
  }

  /// Whether a person was asked about the call before the fork.
  boolean asked(ToolMaking making) {
    return taken.contains(making.wait(PendingCall.Why.APPROVAL).path());
  }

  /// The step of a refusal.
  static StepKey refusal(ToolMaking making) {
    return making.key().child(REFUSED);
  }

  /// What the model is told.
  ToolResult answer(CheckedCall.Ready ready) {
    return new ToolResult.Failure(
        CODE, "'%s' was not run: this is a fork of another run, in which nothing is done.".formatted(ready.tool().specification().name()));
  }
}
