package dev.catena.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Executes runs and keeps their records: the SPI behind [Run].
///
/// The embedded engine records in a journal; others hand the same calls to an existing durable-execution engine. Safe for use
/// by many threads.
public interface Engine extends AutoCloseable {
  /// Makes an operation known by its name. Registering the same operation again is harmless.
  ///
  /// @throws IllegalArgumentException if another operation has the name
  void register(Operation<?, ?> operation);

  /// Executes the run with this id on the calling thread's behalf and waits for it: starts it, goes on where its record ends,
  /// or returns the recorded result when it has ended. Two callers with one id get one execution.
  ///
  /// @param definition recorded when the run starts; a run that is executed again keeps the recorded one
  /// @param composite registered before
  /// @param cancellation ends the run, for all who wait for it, as [#cancel] does. An interrupt of the calling thread, or the
  ///     closing of the engine, only lets it stand still: the result is [RunResult.Interrupted].
  /// @param observer sees what happens, from several threads, one event at a time; what it throws does not reach the run
  /// @return how the run ended or why it stands still. Of a run that had failed or was cancelled before, the observer is told
  ///     again how its steps ended.
  /// @throws RunConflictException if the id belongs to a run of another composite or with another input
  /// @throws DivergedException if the code no longer asks for what is recorded; the record is unchanged
  <I, O> RunResult<O> execute(
      RunId id,
      Definition definition,
      Operation<I, O> composite,
      I input,
      Cancellation cancellation,
      Consumer<RunEvent> observer);

  /// Goes on with a run that was started before, with the input it was started with; otherwise like [#execute].
  ///
  /// @throws IllegalArgumentException if there is no run with this id
  /// @throws RunConflictException if the id belongs to a run of another composite
  <I, O> RunResult<O> resume(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer);

  /// Goes on with a run like [#resume], and executes a run that has failed again: the step whose failure ended it, and the
  /// composites around it, get a new attempt with the same idempotency key; what else is recorded stands. An effect that is
  /// unknown stays unknown. A failure that is no step's is one of the code: it ends the run again unless the program has changed.
  ///
  /// @throws IllegalArgumentException if there is no run with this id
  /// @throws RunConflictException if the id belongs to a run of another composite
  <I, O> RunResult<O> retry(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer);

  /// Executes the code of a recorded run against its record: no body runs, nothing is written, and no right to the run is taken,
  /// so that it may be executed meanwhile. The observer is told what it would be told if the run were executed again. An engine
  /// that cannot read its records throws.
  ///
  /// @return how the run ended, as the code says it again. Where the record of a run that did not end stops: what it waits for,
  ///     or [RunResult.Interrupted] with the step that comes next.
  /// @throws IllegalArgumentException if there is no run with this id
  /// @throws RunConflictException if the id belongs to a run of another composite
  /// @throws DivergedException if the code asks for a step that is not recorded, for another input than recorded, or ends otherwise
  /// @throws UnsupportedOperationException if the engine cannot
  default <I, O> RunResult<O> replay(RunId id, Operation<I, O> composite, Consumer<RunEvent> observer) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot replay runs");
  }

  /// Begins a run with what was recorded of another before a step. It is not executed: [#resume] goes on with it. Calls that
  /// follow get idempotency keys of the new run. Beginning the same fork again is harmless.
  ///
  /// @param source the other run; it may be executed meanwhile, and nothing of it changes
  /// @param id the new run
  /// @param at the step before whose first record the other one is left, as seen from the root
  /// @param results results of recorded steps, as JSON, in place of what is recorded
  /// @param definition makes that of the new run, given the steps and waits that are taken over, as seen from the root
  /// @throws IllegalArgumentException if there is no run `source`, it has no such step, or a result is given for a step that is not
  ///     taken over; the message names those that there are
  /// @throws RunConflictException if `source` is a run of another composite, or `id` is another run than this fork
  /// @throws UnsupportedOperationException if the engine cannot
  default void fork(
      RunId source,
      RunId id,
      Operation<?, ?> composite,
      StepKey at,
      Map<StepKey, String> results,
      Function<Set<StepKey>, Definition> definition) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot fork runs");
  }

  /// What the run was started with.
  ///
  /// @throws IllegalArgumentException if there is no run with this id
  /// @throws RunConflictException if the id belongs to a run of another composite
  <I> I input(RunId id, Operation<I, ?> composite);

  /// Ends a run for good: a run that nobody executes at once; another as soon as whoever executes it sees it, which is within
  /// about a second. What can be interrupted is interrupted; an effect in flight is waited for and recorded. The first reason
  /// stands.
  ///
  /// @return false if the run had ended otherwise before: nothing has changed
  /// @throws IllegalArgumentException if there is no run with this id
  boolean cancel(RunId id, String reason);

  /// What the run waits for, by time and key; empty when it waits for nothing.
  ///
  /// @throws IllegalArgumentException if there is no run with this id
  List<Wait> waiting(RunId id);

  /// Gives a waiting run a decision it waits for; the run goes on when it is executed again.
  ///
  /// @param key the step that waits, as [RunResult.Suspended] names it
  /// @param json what the waiting code's codec reads
  /// @throws IllegalArgumentException if the run does not wait at this step, or no longer
  void decide(RunId id, StepKey key, String json);

  /// The runs that could go on and that nobody executes: their process has died or was stopped, their decision has come, or their
  /// wait is over. An engine that goes on with its runs by itself has none. Whoever asks again and again should pause between.
  default List<RunId> unfinished() {
    return List.of();
  }

  /// Goes on with one of the [#unfinished] runs like [#resume], but does not wait for it if somebody executes it by now.
  ///
  /// @return empty when somebody does, or when the engine goes on with its runs by itself
  default <I, O> Optional<RunResult<O>> takeOver(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    return Optional.empty();
  }

  /// Takes no more runs, lets those that are executed stand still, to be gone on with by another engine, and waits until they
  /// do: an effect in flight comes to its end. Closing twice is harmless.
  @Override
  void close();
}
