package dev.catena.conformance.kill;

import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.Effect;
import java.util.Objects;

/// One call that reached the world.
///
/// @param what was called
/// @param effect what the caller declared
/// @param key the idempotency key; empty for a call that has none
/// @param arguments with what; in one scenario, calls of one thing with the same arguments are the same operation
public record Act(String what, Effect effect, String key, String arguments) {
  static final Codec<Act> CODEC = Codecs.json(Act.class);
  private static final int SHOWN = 8;

  /// Checks the parts.
  public Act {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(arguments, "arguments");
  }

  /// What the world answers a scripted agent. It shows the key, so that an answer tells which key was used.
  String receipt() {
    return "%s(%s) done as %s".formatted(what, arguments, key.substring(0, Math.min(SHOWN, key.length())));
  }

  /// What was to be done, whoever asked and however often.
  Operation operation() {
    return new Operation(what, effect, arguments);
  }

  /// Something to be done.
  record Operation(String what, Effect effect, String arguments) {}
}
