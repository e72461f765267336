package dev.catena.run;

import dev.catena.journal.JournalException;
import dev.catena.journal.Store;
import dev.catena.run.RunEntry.Cancelled;
import dev.catena.run.RunEntry.Ended;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One execution of a root run, from the top to its end or to where it cannot go on: what its branches share.
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// The shortest time first.
  static final Comparator<Wait> BY_TIME =
      Comparator.comparing(Wait::until).thenComparing(wait -> wait.key().path());

  private final RunId id;
  private final Definition definition;
  private final RunJournal journal;
  private final Duration keepBack;
  private final InstantSource clock;
  private final Instant began;
  private final ScheduledExecutorService timer;
  private final Watch watch;
  private final Consumer<Operation<?, ?>> known;
  private final Cancellation cancellation;
  private final Cancellation stop = new Cancellation();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final Queue<Wait> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private volatile boolean interrupted;

  /// @param keepBack how long records of steps without effect may wait for others
  /// @param timer interrupts bodies at their deadlines
  /// @param known throws for an operation that is not registered
  /// @param cancellation ends the run for good
  Execution(
      RunId id,
      Definition definition,
      RunJournal journal,
      Duration keepBack,
      InstantSource clock,
      ScheduledExecutorService timer,
      Watch watch,
      Consumer<Operation<?, ?>> known,
      Cancellation cancellation) {
    this.id = id;
    this.definition = definition;
    this.journal = journal;
    this.keepBack = keepBack;
    this.clock = clock;
    this.began = clock.instant();
    this.timer = timer;
    this.watch = watch;
    this.known = known;
    this.cancellation = cancellation;
  }

  /// Runs the composite on this thread.
  ///
  /// @param closing lets it stand still
  <I, O> RunResult<O> run(Operation<I, O> composite, Body.Composite<I, O> body, I input, Cancellation closing) {
    try (var _ = cancellation.passTo(stop); var _ = closing.passTo(stop); var _ = lookingOut()) {
      if (journal.hasKeptBack()) {
        flushSoon(); // the run's start
      }
      Branch root = new Branch(this, Scope.ROOT, Optional.empty());
      O value = root.run(body, input);
      append(new Ended(true, "", ""), composite.out().encode(value), root.notes());
      return new RunResult.Completed<>(value);
    } catch (StandstillException missing) {
      Unwind _ = breakOff(missing);
      return standstill();
    } catch (Unwind unwind) {
      return standstill();
    } catch (Throwable thrown) {
      return fail(thrown);
    } finally {
      if (journal.hasKeptBack()) {
        flush();
      }
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
    try {
      Optional<String> cancelled = cancelled();
      if (cancelled.isPresent()) {
        append(new Cancelled(cancelled.get()), "", List.of());
        return new RunResult.Cancelled<>(cancelled.get());
      }
      return stop.isCancelled() ? new RunResult.Interrupted<>(stop.reason()) : suspended();
    } catch (Unwind again) {
      return standstill();
    }
  }

  /// Why the run is to end for good: because somebody said so in its record, or its caller did.
  private Optional<String> cancelled() {
    return journal.cancelAsked()
        .or(() -> cancellation.isCancelled() ? Optional.of(cancellation.reason()) : Optional.empty());
  }

  private <O> RunResult<O> suspended() {
    if (waiting.isEmpty()) {
      throw new IllegalStateException("run '" + id + "' was unwound without a reason");
    }
    List<Wait> waits = waiting.stream().sorted(BY_TIME).toList();
    if (!journal.standsStill()) {
      record(() -> journal.standStill(waits));
    }
    return new RunResult.Suspended<>(waits);
  }

  private <O> RunResult<O> fail(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error) {
      throw error;
    }
    logError(thrown, Scope.ROOT.path());
    Failure failure = Failure.of(thrown);
    try {
      append(new Ended(false, failure.code(), failure.text()), "");
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

  /// A composite waits for decisions, its keys as seen from the root.
  Unwind suspend(List<Wait> waits) {
    waiting.addAll(waits);
    return new Unwind();
  }

  /// Whether a note to this store can be written in one piece with a record.
  boolean recordsIn(Store store) {
    return journal.isIn(store);
  }

  /// Records what must be on the disk before anything else happens.
  void append(RunEntry head, String body) {
    append(head, body, List.of());
  }

  /// @param notes written in one piece with the record
  void append(RunEntry head, String body, List<Note> notes) {
    record(() -> journal.append(head, body, notes));
  }

  /// Records what would only have to be done again: it is written with what comes next, or when it was kept back long enough.
  void appendSoon(RunEntry head, String body) {
    if (keepBack.isZero()) {
      append(head, body);
    } else {
      record(() -> journal.keepBack(head, body));
      flushSoon();
    }
  }

  private void record(BooleanSupplier work) {
    if (Thread.interrupted()) {
      interrupt(); // a store may do I/O that an interrupt breaks
    }
    boolean written;
    try {
      written = work.getAsBoolean();
    } catch (Throwable e) {
      throw breakOff(e);
    }
    stopIfCancelled();
    if (!written) {
      throw new Unwind();
    }
  }

  private void flushSoon() {
    if (flushing.compareAndSet(false, true)) {
      var _ = timer.schedule(() -> Thread.startVirtualThread(this::flush), keepBack.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void flush() {
    flushing.set(false);
    try {
      journal.flush();
    } catch (JournalException e) {
      LOG.debug("run '{}' could not be written; its next append tries again and tells what is wrong", id, e);
    }
  }

  private void stopIfCancelled() {
    journal.cancelAsked().ifPresent(stop::cancel);
  }

  /// Looks now and then whether another process has cancelled the run: the next append may be far away.
  private Cancellation.Registration lookingOut() {
    Future<?> looks = timer.scheduleWithFixedDelay(
        () -> Thread.startVirtualThread(this::lookOut), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return () -> looks.cancel(false);
  }

  private void lookOut() {
    try {
      journal.look();
      stopIfCancelled();
    } catch (RuntimeException e) {
      LOG.debug("run '{}' was not looked at; its next append tells what is wrong", id, e);
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
