package dev.catena.run;

import java.util.List;

/// How a run ended, or why it stands still.
///
/// @param <O> the composite's output
public sealed interface RunResult<O> {
  /// The composite returned.
  ///
  /// @param value what it returned
  /// @param <O> the output
  record Completed<O>(O value) implements RunResult<O> {}

  /// The composite threw.
  ///
  /// @param code stable, for programs
  /// @param text for people
  /// @param <O> the output there would have been
  record Failed<O>(String code, String text) implements RunResult<O> {}

  /// The run waits for decisions from outside and holds nothing while it does. Each can be given with [Engine#decide]; with each
  /// the run can go on, as far as it gets.
  ///
  /// @param waits all that it waits for, by time and key; at least one
  /// @param <O> the output there will be
  record Suspended<O>(List<Wait> waits) implements RunResult<O> {
    /// Copies the waits.
    public Suspended {
      waits = List.copyOf(waits);
      if (waits.isEmpty()) {
        throw new IllegalArgumentException("a run that waits for nothing does not wait");
      }
    }
  }

  /// The run was cancelled, which is its end: asked for again, it is cancelled still.
  ///
  /// @param reason why, as the first who cancelled it gave it
  /// @param <O> the output there would have been
  record Cancelled<O>(String reason) implements RunResult<O> {}

  /// The run stands still where it was, because the thread that executed it was interrupted or its engine was closed. That is
  /// not its end: whoever asks for it again goes on with it.
  ///
  /// @param reason what interrupted it
  /// @param <O> the output there will be
  record Interrupted<O>(String reason) implements RunResult<O> {}
}
