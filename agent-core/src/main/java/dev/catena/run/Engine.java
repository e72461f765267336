package dev.catena.run;

import java.util.List;
import java.util.function.Consumer;

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
  /// @param cancellation stops the run; so does an interrupt of the calling thread
  /// @param observer sees what happens, from several threads, one event at a time; what it throws does not reach the run
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

  /// What the run was started with.
  ///
  /// @throws IllegalArgumentException if there is no run with this id
  /// @throws RunConflictException if the id belongs to a run of another composite
  <I> I input(RunId id, Operation<I, ?> composite);

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

  /// Stops taking runs and waits for those that run. Closing twice is harmless.
  @Override
  void close();
}
