package dev.catena.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One execution of a composite, as its code sees it. Passed explicitly; never stored, never ambient.
///
/// Whatever must not be asked for twice is a step. A step's end is recorded; when the code is executed again from the top,
/// recorded steps return at once and the first one without a record is where the work goes on. For use by the one thread that
/// runs the composite.
public interface Run {
  /// The root run's id.
  RunId id();

  /// What made the root run, as recorded when it started, also after the program has changed. Agents do not go by it yet.
  Definition definition();

  /// The time, recorded: the same answer when the code is executed again.
  Instant now();

  /// When the run last began to move: its start, or the moment at which somebody went on with it after it stood still. Not
  /// recorded, another answer after each standstill: for the deadlines of calls, which are no part of the record; code must not
  /// decide by it.
  Instant movingSince();

  /// Makes a step and waits for it.
  ///
  /// @throws IllegalArgumentException if the key was used before in this composite
  /// @throws StepFailedException if it failed
  /// @throws UnknownResultException if its effect is unknown
  default <I, O> O call(StepKey key, Operation<I, O> operation, I input) {
    return callAll(List.of(Call.of(key, operation, input)), 1).getFirst().orThrow();
  }

  /// Makes several steps, at most `atOnce` at a time, waits for all of them and keeps their order. One failure does not stop
  /// the others. The deadline of a composite holds for every step inside it.
  ///
  /// @param atOnce at least 1
  <I, O> List<Attempt<O>> callAll(List<Call<I, O>> calls, int atOnce);

  /// Waits for a decision from outside. While it waits the run may be unwound: code after this call runs when the decision is
  /// there.
  ///
  /// @return the decision; empty when none came until the given time
  default <T> Optional<T> await(StepKey key, Codec<T> type, Instant until) {
    return awaitAny(List.of(new Wait(key, until, "{}")), type).decision();
  }

  /// Waits for the first of several decisions from outside; all of them can be given at once, in any order. To wait for the
  /// rest, wait again for what has no answer yet, alone or with more: a key that was answered names no other wait.
  ///
  /// The answers come in the order in which they were recorded, so that code which is executed again gets them in the same
  /// order. A wait that is recorded keeps its recorded time and question.
  ///
  /// @param waits at least one
  /// @throws IllegalArgumentException if a key was used before in this composite, other than for a wait without an answer
  <T> Answer<T> awaitAny(List<Wait> waits, Codec<T> type);
}
