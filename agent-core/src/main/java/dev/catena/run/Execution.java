package dev.catena.run;

import dev.catena.run.RunEntry.Ended;
import dev.catena.journal.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One execution of a root run, from the top to its end or to where it cannot go on: what its branches share.
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final RunId id;
  private final Definition definition;
  private final RunJournal journal;
  private final InstantSource clock;
  private final Instant began;
  private final ScheduledExecutorService timer;
  private final Watch watch;
  private final Consumer<Operation<?, ?>> known;
  private final Cancellation stop = new Cancellation();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean interrupted;

  /// @param timer interrupts bodies at their deadlines
  /// @param known throws for an operation that is not registered
  Execution(
      RunId id,
      Definition definition,
      RunJournal journal,
      InstantSource clock,
      ScheduledExecutorService timer,
      Watch watch,
      Consumer<Operation<?, ?>> known) {
    this.id = id;
    this.definition = definition;
    this.journal = journal;
    this.clock = clock;
    this.began = clock.instant();
    this.timer = timer;
    this.watch = watch;
    this.known = known;
  }

  private record Waiting(StepKey key, Instant until) {}

  /// Runs the composite on this thread.
  <I, O> RunResult<O> run(Operation<I, O> composite, Body.Composite<I, O> body, I input, Cancellation cancellation) {
    try (var _ = cancellation.onCancel(() -> stop.cancel(cancellation.reason()))) {
      Branch root = new Branch(this, Scope.ROOT, Optional.empty());
      O value = root.run(body, input);
      append(new Ended(true, "", ""), composite.out().encode(value), root.notes());
      return new RunResult.Completed<>(value);
    } catch (Unwind unwind) {
      return standstill();
    } catch (Throwable thrown) {
      return fail(thrown);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <O> RunResult<O> standstill() {
    Throwable cause = broken.get();
    if (cause != null) {
      throw sneaky(cause);
    }
    if (stop.isCancelled()) {
      return new RunResult.Cancelled<>(stop.reason());
    }
    return waiting.stream()
        .min(Comparator.comparing(Waiting::until).thenComparing(wait -> wait.key().path()))
        .map(wait -> new RunResult.Suspended<O>(wait.key(), wait.until()))
        .orElseThrow(() -> new IllegalStateException("run '" + id + "' was unwound without a reason"));
  }

  private <O> RunResult<O> fail(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error) {
      throw error;
    }
    logError(thrown, Scope.ROOT.path());
    Failure failure = Failure.of(thrown);
    try {
      append(new Ended(false, failure.code(), failure.text()), "", List.of());
    } catch (Unwind unwind) {
      return standstill();
    }
    return new RunResult.Failed<>(failure.code(), failure.text());
  }

  /// An `Error` is recorded like an exception, but somebody should see where it came from.
  void logError(Throwable thrown, String where) {
    if (thrown instanceof Error) {
      LOG.error("run '{}' met an error at '{}'", id, where, thrown);
    }
  }

  /// Throws when nothing new may begin.
  void proceed() {
    if (Thread.interrupted()) {
      interrupt();
    }
    if (broken.get() != null || stop.isCancelled()) {
      throw new Unwind();
    }
  }

  /// The calling thread was interrupted: the run stops.
  void interrupt() {
    interrupted = true;
    stop.cancel("the thread that executed the run was interrupted");
  }

  /// The run cannot go on, and its caller shall know why. What is in flight is stopped as by a cancellation.
  Unwind breakOff(Throwable cause) {
    broken.compareAndSet(null, cause);
    stop.cancel("the run broke off");
    return new Unwind();
  }

  /// The composite waits for a decision.
  Unwind suspend(StepKey key, Instant until) {
    waiting.add(new Waiting(key, until));
    return new Unwind();
  }

  /// Whether a note to this store can be written in one piece with a record.
  boolean recordsIn(Store store) {
    return journal.isIn(store);
  }

  /// @param notes written in one piece with the record
  void append(RunEntry head, String body, List<Note> notes) {
    if (Thread.interrupted()) {
      interrupt(); // a store may do I/O that an interrupt breaks
    }
    try {
      journal.append(head, body, notes);
    } catch (Throwable e) {
      throw breakOff(e);
    }
  }

  RunId id() {
    return id;
  }

  Definition definition() {
    return definition;
  }

  RunJournal journal() {
    return journal;
  }

  /// When this execution began, which is not that of the run's start when the run was executed before.
  Instant began() {
    return began;
  }

  InstantSource clock() {
    return clock;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  Watch watch() {
    return watch;
  }

  Cancellation stop() {
    return stop;
  }

  void requireKnown(Operation<?, ?> operation) {
    known.accept(operation);
  }

  private static RuntimeException sneaky(Throwable cause) {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(cause);
    };
  }
}
