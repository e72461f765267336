package dev.catena.run;

import java.util.Objects;

/// How a step ended, as recorded.
///
/// @param <T> the result
public sealed interface Attempt<T> {
  /// Which attempt this was, from 1.
  int number();

  /// The result, or the exception that says why there is none.
  ///
  /// @throws StepFailedException if the step failed
  /// @throws UnknownResultException if nobody knows whether the step's effect happened
  T orThrow();

  /// The step gave a result.
  ///
  /// @param value the result
  /// @param number the attempt, from 1
  /// @param <T> the result
  record Succeeded<T>(T value, int number) implements Attempt<T> {
    /// Checks the value.
    public Succeeded {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public T orThrow() {
      return value;
    }
  }

  /// The step failed.
  ///
  /// @param code stable, for programs: `failed`, `deadline`, `cancelled` or a code of the operation's own
  /// @param text for people
  /// @param retryable whether the same call may succeed later
  /// @param number the attempt, from 1
  /// @param <T> the result there would have been
  record Failed<T>(String code, String text, boolean retryable, int number) implements Attempt<T> {
    @Override
    public T orThrow() {
      throw new StepFailedException(code, text, retryable);
    }
  }

  /// The step was begun and nobody knows how it ended.
  ///
  /// @param text what was being done
  /// @param number the attempt, from 1
  /// @param <T> the result there would have been
  record Unknown<T>(String text, int number) implements Attempt<T> {
    @Override
    public T orThrow() {
      throw new UnknownResultException(text);
    }
  }
}
