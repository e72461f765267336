package dev.catena.run;

import dev.catena.journal.Store;
import java.util.Objects;
import java.util.function.Function;

/// Something that can be done as a step, registered with an engine by name: operations travel, closures do not.
///
/// @param name unique within the engine; part of what is recorded
/// @param effect what it does to the world; composites declare [Effect#NONE], their steps declare their own
/// @param in writes the input, whose hash is recorded
/// @param out writes the result
/// @param body the work
/// @param <I> the input
/// @param <O> the output
public record Operation<I, O>(String name, Effect effect, Codec<I> in, Codec<O> out, Body<I, O> body) {
  /// Checks the parts.
  public Operation {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(body, "body");
    if (name.isBlank()) {
      throw new IllegalArgumentException("an operation needs a name");
    }
    if (!(body instanceof Body.Leaf) && effect != Effect.NONE) {
      throw new IllegalArgumentException("'%s' declares %s; only leaves have effects".formatted(name, effect));
    }
  }

  /// An operation whose body is a leaf.
  public static <I, O> Operation<I, O> leaf(String name, Effect effect, Codec<I> in, Codec<O> out, Body.Leaf<I, O> body) {
    return new Operation<>(name, effect, in, out, body);
  }

  /// An operation whose body is made of steps.
  public static <I, O> Operation<I, O> composite(String name, Codec<I> in, Codec<O> out, Body.Composite<I, O> body) {
    return new Operation<>(name, Effect.NONE, in, out, body);
  }

  /// An operation that only adds an entry to a stream of the store.
  public static <I> Operation<I, None> write(String name, Codec<I> in, Store store, Function<I, Note> note) {
    return new Operation<>(name, Effect.NONE, in, Codecs.none(), new Body.Write<>(store, note, new None()));
  }
}
