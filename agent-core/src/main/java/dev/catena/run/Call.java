package dev.catena.run;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// One step to be made.
///
/// @param key its name within the run
/// @param operation what to do
/// @param input with what
/// @param identity tells calls of the same operation with the same input apart when the idempotency key is made
/// @param deadline when the body is interrupted; empty for none. A step without a record is not begun after it; an effect that
///     was begun and has no end is made again without it.
/// @param <I> the input
/// @param <O> the output
public record Call<I, O>(StepKey key, Operation<I, O> operation, I input, Identity identity, Optional<Instant> deadline) {
  /// Checks the parts.
  public Call {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(deadline, "deadline");
  }

  /// A call whose idempotency key is made of its own step key, without a deadline.
  public static <I, O> Call<I, O> of(StepKey key, Operation<I, O> operation, I input) {
    return new Call<>(key, operation, input, new Identity.InRun(key.path()), Optional.empty());
  }

  /// The same call with another identity.
  public Call<I, O> as(Identity other) {
    return new Call<>(key, operation, input, other, deadline);
  }

  /// The same call, to be interrupted at the given time.
  public Call<I, O> until(Instant time) {
    return new Call<>(key, operation, input, identity, Optional.of(time));
  }

  /// What makes two calls of one operation with one input the same call to the outside.
  public sealed interface Identity {
    /// Distinct within the root run.
    ///
    /// @param occurrence for example how often the same call has already succeeded
    record InRun(String occurrence) implements Identity {}

    /// The same across runs: a key of the business, such as an order number.
    ///
    /// @param key the business key
    record Business(String key) implements Identity {}

    /// That of a call of another operation with the same input, at the same place: for a question about that call.
    ///
    /// @param operation the other operation's name
    /// @param identity of the other call
    record SameAs(String operation, Identity identity) implements Identity {}
  }
}
