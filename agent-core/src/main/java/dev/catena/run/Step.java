package dev.catena.run;

import dev.catena.journal.JournalException;
import dev.catena.journal.Store;
import dev.catena.run.History.Place;
import dev.catena.run.RunEntry.Failed;
import dev.catena.run.RunEntry.Intent;
import dev.catena.run.RunEntry.Succeeded;
import dev.catena.run.RunEntry.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes the steps of one composite: finds their records, or runs their bodies and records how they end.
final class Step {
  private final Execution execution;
  private final Scope scope;
  private final Optional<Instant> deadline;
  private final Queue<Note> notes = new ConcurrentLinkedQueue<>();

  Step(Execution execution, Scope scope, Optional<Instant> deadline) {
    this.execution = execution;
    this.scope = scope;
    this.deadline = deadline;
  }

  /// How the step ended, if its end is recorded. An intent to do something once that has no end is unknown from now on.
  <I, O> Optional<Attempt<O>> recorded(Call<I, O> call) {
    Optional<History.Step> found = find(call.key());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    History.Step step = found.get();
    compare(call, step);
    Optional<Attempt<O>> attempt = step.again() ? Optional.empty() : attempt(call, step);
    attempt.ifPresent(end -> tellEnd(call, end, !step.isOpen()));
    return attempt;
  }

  private Optional<History.Step> find(StepKey key) {
    return execution.journal().step(new Place(scope.path(), key.path()));
  }

  private <I, O> Optional<Attempt<O>> attempt(Call<I, O> call, History.Step step) {
    int number = step.last().attempt();
    return switch (step.last()) {
      case Succeeded s -> Optional.of(new Attempt.Succeeded<>(decode(call, step.body()), number));
      case Failed f -> Optional.of(new Attempt.Failed<>(f.code(), f.text(), f.retryable(), number));
      case Unknown u -> Optional.of(new Attempt.Unknown<>(u.text(), number));
      case Intent i when i.effect() == Effect.ONCE || call.operation().effect() == Effect.ONCE ->
          Optional.of(unknown(call, i));
      case Intent i -> Optional.empty();
    };
  }

  private <I, O> Attempt<O> unknown(Call<I, O> call, Intent intent) {
    String text = "'%s' was begun with %s, and the process ended before its end was recorded"
        .formatted(call.operation().name(), call.operation().in().encode(call.input()));
    return record(call, intent.inputHash(), new Attempt.Unknown<>(text, intent.attempt()), "", List.of());
  }

  private <I, O> O decode(Call<I, O> call, String body) {
    try {
      return call.operation().out().decode(body);
    } catch (JournalException | StandstillException e) {
      throw execution.breakOff(e);
    } catch (RuntimeException e) {
      throw execution.breakOff(new UnreadableRecordException(scope.key(call.key()), e));
    }
  }

  /// The record must be of this operation; with another input only for a step without effect.
  private <I, O> void compare(Call<I, O> call, History.Step step) {
    Operation<I, O> operation = call.operation();
    if (!step.last().operation().equals(operation.name())) {
      throw diverged(call, step);
    }
    String hash = InputHash.of(identity(call));
    if (!step.last().inputHash().equals(hash)) {
      if (operation.effect() != Effect.NONE || !step.input().isEmpty()) {
        throw diverged(call, step);
      }
      execution.watch().tell(new RunEvent.Diverged(scope.key(call.key()), operation.name()));
    }
  }

  private <I, O> Unwind diverged(Call<I, O> call, History.Step step) {
    String recorded = "'%s' with %s".formatted(
        step.last().operation(), step.input().isEmpty() ? "input " + step.last().inputHash() : step.input());
    String asked = "'%s' with %s".formatted(call.operation().name(), call.operation().in().encode(call.input()));
    return execution.breakOff(new DivergedException(scope.key(call.key()), recorded, asked));
  }

  private static <I, O> String identity(Call<I, O> call) {
    return call.operation().in().identity(call.input());
  }

  /// Runs the body and records the end. To be called when [#recorded] found none.
  <I, O> Attempt<O> make(Call<I, O> call) {
    execution.proceed();
    return switch (call.operation().body()) {
      case Body.Leaf<I, O> leaf -> makeLeaf(call, leaf);
      case Body.Composite<I, O> composite -> makeComposite(call, composite);
      case Body.Write<I, O> write -> makeWrite(call, write);
    };
  }

  /// Leaves the note to the end of the composite, or writes it where the end cannot be written in one piece with it.
  private <I, O> Attempt<O> makeWrite(Call<I, O> call, Body.Write<I, O> body) {
    Note note = body.note().apply(call.input());
    Attempt<O> end = new Attempt.Succeeded<>(body.result(), 1);
    if (execution.recordsIn(body.store())) {
      notes.add(note);
    } else {
      note.write(body.store(), execution.clock().instant());
      record(call, InputHash.of(identity(call)), end, call.operation().out().encode(body.result()), List.of());
    }
    return end;
  }

  /// What the composite has to write with its end.
  List<Note> notes() {
    return List.copyOf(notes);
  }

  private int nextAttempt(StepKey key) {
    return find(key).map(step -> step.last().attempt() + 1).orElse(1);
  }

  private <I, O> Attempt<O> makeComposite(Call<I, O> call, Body.Composite<I, O> body) {
    String hash = InputHash.of(identity(call));
    int number = nextAttempt(call.key());
    execution.watch().tell(new RunEvent.Began(scope.key(call.key()), call.operation().name(), number));
    Attempt<O> end;
    String json = "";
    List<Note> written = List.of();
    try {
      Branch branch = new Branch(execution, scope.enter(call.key()), deadline(call));
      O value = branch.run(body, call.input());
      json = call.operation().out().encode(value);
      written = branch.notes();
      end = new Attempt.Succeeded<>(value, number);
    } catch (StandstillException e) {
      throw execution.breakOff(e);
    } catch (Unwind | VirtualMachineError e) {
      throw e;
    } catch (Throwable thrown) {
      end = failed(call, thrown, number);
    }
    record(call, hash, end, json, written);
    tellEnd(call, end, false);
    return end;
  }

  private <I, O> Attempt<O> makeLeaf(Call<I, O> call, Body.Leaf<I, O> body) {
    String identity = identity(call);
    String hash = InputHash.of(identity);
    Optional<History.Step> earlier = find(call.key());
    boolean begun = earlier.filter(History.Step::isOpen).isPresent();
    int number = nextAttempt(call.key());
    String key = earlier.map(History.Step::idempotencyKey)
        .filter(known -> !known.isEmpty())
        .orElseGet(() -> IdempotencyKey.of(execution.id(), scope, call, identity));
    Optional<Instant> until = deadline(call);
    boolean over = until.isPresent() && !execution.clock().instant().isBefore(until.get());
    Attempt<O> end;
    String json = "";
    if (over && !begun) {
      end = tooLate(call, until.get(), number);
    } else {
      begin(call, hash, key, number);
      // what was begun before is brought to its end, however late: nobody may take it for not begun
      Optional<Instant> limit = over ? Optional.empty() : until;
      LeafContext context =
          new LeafContext(scope.key(call.key()), key, number, limit, execution.stop(), execution.watch());
      end = run(call, body, context);
      if (end instanceof Attempt.Succeeded<O>(O value, int _)) {
        try {
          json = call.operation().out().encode(value);
        } catch (RuntimeException e) {
          end = unwritable(call, e, number);
        }
      }
    }
    record(call, hash, end, json, List.of());
    tellEnd(call, end, false);
    return end;
  }

  /// The intent of an effect is durable before the body starts.
  private <I, O> void begin(Call<I, O> call, String hash, String key, int number) {
    Operation<I, O> operation = call.operation();
    if (operation.effect() != Effect.NONE) {
      execution.append(
          new Intent(scope.path(), call.key().path(), operation.name(), operation.effect(), number, hash, key),
          operation.in().encode(call.input()));
    }
    execution.watch().tell(new RunEvent.Began(scope.key(call.key()), operation.name(), number));
  }

  private <I, O> Attempt<O> run(Call<I, O> call, Body.Leaf<I, O> body, LeafContext context) {
    Interruption interruption = new Interruption();
    try (var _ = cancelling(call, interruption); var _ = expiring(context, interruption)) {
      return new Attempt.Succeeded<>(body.run(call.input(), context), context.attempt());
    } catch (StandstillException | JournalException | VirtualMachineError e) {
      throw execution.breakOff(e); // a store that fails is no result: the run goes on when the store is well again
    } catch (Throwable thrown) {
      return ended(call, thrown, interruption, context);
    } finally {
      interruption.end();
    }
  }

  /// A cancellation interrupts only what may be done again; an effect in flight is waited for.
  private Cancellation.Registration cancelling(Call<?, ?> call, Interruption interruption) {
    return call.operation().effect() == Effect.NONE ? execution.stop().onCancel(interruption::cancel) : () -> {};
  }

  private Cancellation.Registration expiring(LeafContext context, Interruption interruption) {
    if (context.deadline().isEmpty()) {
      return () -> {};
    }
    Duration left = Duration.between(execution.clock().instant(), context.deadline().get());
    Future<?> alarm =
        execution.timer().schedule(interruption::deadline, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
    return () -> alarm.cancel(false);
  }

  private <I, O> Attempt<O> ended(Call<I, O> call, Throwable thrown, Interruption interruption, LeafContext context) {
    Effect effect = call.operation().effect();
    if (interruption.wasCancelled() || (effect == Effect.KEYED && gaveUp(thrown))) {
      throw new Unwind(); // nothing is recorded: the step is made again when the run goes on
    }
    if (thrown instanceof StepFailedException) {
      return failed(call, thrown, context.attempt());
    }
    if (interruption.wasLate()) {
      return late(call, context.deadline().orElseThrow(), context.attempt());
    }
    if (effect == Effect.ONCE && UnknownResultException.leavesDoubt(thrown)) {
      return new Attempt.Unknown<>(Failure.of(thrown).text(), context.attempt());
    }
    return failed(call, thrown, context.attempt());
  }

  /// A body may look at its context and stop by itself.
  private boolean gaveUp(Throwable thrown) {
    return execution.stop().isCancelled()
        && (thrown instanceof InterruptedException || thrown instanceof CancellationException);
  }

  /// The deadline had passed before the body could begin.
  private static <I, O> Attempt<O> tooLate(Call<I, O> call, Instant until, int number) {
    String text = "'%s' was not begun: its time was over at %s".formatted(call.operation().name(), until);
    return new Attempt.Failed<>(Failure.DEADLINE, text, true, number);
  }

  private static <I, O> Attempt<O> late(Call<I, O> call, Instant until, int number) {
    Failure failure = new Failure(
        Failure.DEADLINE, "'%s' gave no answer until %s".formatted(call.operation().name(), until), true);
    return call.operation().effect() == Effect.ONCE
        ? new Attempt.Unknown<>(failure.text(), number)
        : new Attempt.Failed<>(failure.code(), failure.text(), failure.retryable(), number);
  }

  private <I, O> Attempt<O> failed(Call<I, O> call, Throwable thrown, int number) {
    execution.logError(thrown, scope.key(call.key()).path());
    Failure failure = Failure.of(thrown);
    return new Attempt.Failed<>(failure.code(), failure.text(), failure.retryable(), number);
  }

  private <I, O> Attempt<O> unwritable(Call<I, O> call, RuntimeException thrown, int number) {
    Failure failure = Failure.of(thrown);
    String text = "the result of '%s' cannot be written: %s".formatted(call.operation().name(), failure.text());
    return call.operation().effect() == Effect.ONCE
        ? new Attempt.Unknown<>(text, number)
        : new Attempt.Failed<>(Failure.FAILED, text, false, number);
  }

  private <I, O> Attempt<O> record(Call<I, O> call, String hash, Attempt<O> end, String json, List<Note> written) {
    String at = scope.path();
    String key = call.key().path();
    String name = call.operation().name();
    RunEntry head =
        switch (end) {
          case Attempt.Succeeded<O> s -> new Succeeded(at, key, name, s.number(), hash);
          case Attempt.Failed<O> f -> new Failed(at, key, name, f.number(), hash, f.code(), f.text(), f.retryable());
          case Attempt.Unknown<O> u -> new Unknown(at, key, name, u.number(), hash, u.text());
        };
    if (call.operation().effect() == Effect.NONE && written.isEmpty()) {
      execution.appendSoon(head, json);
    } else {
      execution.append(head, json, written);
    }
    return end;
  }

  private <I, O> void tellEnd(Call<I, O> call, Attempt<O> end, boolean replayed) {
    execution.watch().tell(new RunEvent.Ended(scope.key(call.key()), call.operation().name(), end, replayed));
  }

  /// The earlier of the call's deadline and the composite's.
  private Optional<Instant> deadline(Call<?, ?> call) {
    return Stream.of(call.deadline(), deadline).flatMap(Optional::stream).min(Instant::compareTo);
  }
}
