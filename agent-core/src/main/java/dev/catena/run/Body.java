package dev.catena.run;

import dev.catena.journal.Store;
import java.util.Objects;
import java.util.function.Function;

/// What an [Operation] does.
///
/// A leaf gets no [Run], so a step inside a leaf does not compile.
///
/// @param <I> the input
/// @param <O> the output
public sealed interface Body<I, O> {
  /// Work that sees nothing but its input and its step context, so that an engine may run it in another process.
  ///
  /// @param <I> the input
  /// @param <O> the output
  @FunctionalInterface
  non-sealed interface Leaf<I, O> extends Body<I, O> {
    /// Does the work. May block; an interrupt means cancellation or a passed deadline.
    ///
    /// @throws Exception recorded as a failure; see [StepFailedException] for a failure with a code
    O run(I input, StepContext step) throws Exception;
  }

  /// Plain blocking code made of steps, such as an agent or a chain. It starts no thread, reads no clock, draws no random
  /// number and does no I/O except through its run, so that it can be executed again from the top.
  ///
  /// @param <I> the input
  /// @param <O> the output
  @FunctionalInterface
  non-sealed interface Composite<I, O> extends Body<I, O> {
    /// Runs the code from the top; recorded steps return at once.
    O run(I input, Run run);
  }

  /// Work that only adds an entry to a stream of a store. An engine that records in the same store writes it in one piece with
  /// the end of the composite that asks for it: both are there, or none is. Until then nobody sees it, not even the code.
  ///
  /// @param store where the entry goes
  /// @param note makes the entry of the input; pure
  /// @param result what the code gets
  /// @param <I> the input
  /// @param <O> the result
  record Write<I, O>(Store store, Function<I, Note> note, O result) implements Body<I, O> {
    /// Checks the parts.
    public Write {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(note, "note");
      Objects.requireNonNull(result, "result");
    }
  }
}
