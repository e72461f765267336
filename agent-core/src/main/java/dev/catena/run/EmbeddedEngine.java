package dev.catena.run;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.JsonSequence;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import dev.catena.run.RunEntry.Cancelled;
import dev.catena.run.RunEntry.Decided;
import dev.catena.run.RunEntry.Retried;
import dev.catena.run.RunEntry.Started;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine that runs inside the program and records in a [Store].
///
/// The composite runs on the thread that calls `execute`, every step on a virtual thread of its own. Runs survive in the store:
/// another engine on the same store goes on with them. A lease in the store keeps a run from being executed twice at a time.
public final class EmbeddedEngine implements Engine {
  /// How long after the last sign of life of its process a run can be taken over by another, unless the engine is told otherwise.
  public static final Duration LEASE = Duration.ofSeconds(30);

  /// How long the record of a step without effect waits for the next one, unless the engine is told otherwise.
  public static final Duration KEEP_BACK = Duration.ofMillis(20);

  /// The shortest lease.
  public static final Duration MIN_LEASE = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);
  private static final int PAGE = 100;
  private static final String GAVE_UP = "the thread that waited for the run was interrupted, or the engine was closed";

  private final Store store;
  private final InstantSource clock;
  private final Duration lease;
  private final Duration keepBack;
  private final String owner = UUID.randomUUID().toString();
  private final Map<String, Operation<?, ?>> operations = new ConcurrentHashMap<>();
  private final Turns turns = new Turns();
  private final ScheduledThreadPoolExecutor timer = timer();

  private EmbeddedEngine(Store store, InstantSource clock, Duration lease, Duration keepBack) {
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.lease = lease;
    this.keepBack = keepBack;
    if (keepBack.isNegative()) {
      throw new IllegalArgumentException("a record cannot be kept back for " + keepBack);
    }
    if (lease.compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException("the lease must be at least %s: %s".formatted(MIN_LEASE, lease));
    }
  }

  /// An engine on the store, by the system clock. Closing it leaves the store open.
  public static EmbeddedEngine on(Store store) {
    return on(store, InstantSource.system());
  }

  /// An engine on the store, by the given clock: recorded times, deadlines and the end of waits. Closing it leaves the store
  /// open.
  public static EmbeddedEngine on(Store store, InstantSource clock) {
    return on(store, clock, LEASE);
  }

  /// An engine on the store, by the given clock. Closing it leaves the store open.
  ///
  /// @param lease how long others keep off a run of which this process gives no sign of life; it gives one in each third of it.
  ///     At least [#MIN_LEASE]; a process that pauses for longer loses its runs, and its next write to them is refused.
  public static EmbeddedEngine on(Store store, InstantSource clock, Duration lease) {
    return on(store, clock, lease, KEEP_BACK);
  }

  /// An engine on the store, by the given clock. Closing it leaves the store open.
  ///
  /// @param lease how long others keep off a run of which this process gives no sign of life; it gives one in each third of it.
  ///     At least [#MIN_LEASE]
  /// @param keepBack how long the record of a step without effect may wait for the next record, to be written with it: what a
  ///     process that dies may have to do again. The intent and the end of a step with an effect never wait. 0 for not at all
  public static EmbeddedEngine on(Store store, InstantSource clock, Duration lease, Duration keepBack) {
    return new EmbeddedEngine(store, clock, lease, keepBack);
  }

  @Override
  public void register(Operation<?, ?> operation) {
    Operation<?, ?> known = operations.putIfAbsent(operation.name(), operation);
    if (known != null && !known.equals(operation)) {
      throw new IllegalArgumentException("another operation is registered as '" + operation.name() + "'");
    }
  }

  @Override
  public <I, O> RunResult<O> execute(
      RunId id,
      Definition definition,
      Operation<I, O> composite,
      I input,
      Cancellation cancellation,
      Consumer<RunEvent> observer) {
    Start start = new Start(definition, CanonicalJson.of(composite.in().encode(input)));
    return whenFree(new Task<>(id, composite, start, 0, new Watch(id, observer)), cancellation);
  }

  @Override
  public <I, O> RunResult<O> resume(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    return whenFree(new Task<>(id, composite, null, 0, new Watch(id, observer)), cancellation);
  }

  @Override
  public <I, O> RunResult<O> retry(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    int end = open(id, composite, null, null).ends();
    return whenFree(new Task<>(id, composite, null, end, new Watch(id, observer)), cancellation);
  }

  @Override
  public <I, O> Optional<RunResult<O>> takeOver(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    requireKnown(composite);
    Optional<Turns.Turn> taken = turns.tryTake(id, executed -> {});
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    Task<I, O> task = new Task<>(id, composite, null, 0, new Watch(id, observer));
    try (Turns.Turn turn = taken.get(); var _ = cancellation.passTo(turn.cancellation())) {
      return lease(id).map(held -> under(held, task, turn.cancellation()));
    }
  }

  /// What a run is started with.
  private record Start(Definition definition, String input) {}

  /// What is asked of the engine.
  ///
  /// @param start null for a run that was started before
  /// @param end which of its ends, from 1, is tried again if it is a failure; 0 for none
  private record Task<I, O>(RunId id, Operation<I, O> composite, @Nullable Start start, int end, Watch watch) {
    boolean triesAgain(RunJournal journal) {
      return journal.ends() == end && Retry.isPossible(journal);
    }
  }

  private <I, O> RunResult<O> whenFree(Task<I, O> task, Cancellation cancellation) {
    requireKnown(task.composite());
    Optional<Turns.Turn> taken = turns.take(task.id(), cancellation);
    if (taken.isEmpty()) {
      return new RunResult.Interrupted<>(GAVE_UP);
    }
    try (Turns.Turn turn = taken.get(); var _ = cancellation.passTo(turn.cancellation())) {
      Optional<RunResult<O>> ended = ended(open(task, null), task);
      return ended.isPresent() ? ended.get() : whenLeased(task, turn.cancellation());
    }
  }

  private <I, O> RunResult<O> whenLeased(Task<I, O> task, Cancellation cancellation) {
    RunId id = task.id();
    Optional<HeldLease> free = lease(id);
    if (free.isEmpty()) {
      LOG.info("run '{}' is executed by another process, or by one that died: waiting, until {} after its last sign of life", id, lease);
    }
    while (free.isEmpty()) {
      if (cancellation.isCancelled() && askToCancel(id, cancellation.reason())) {
        return new RunResult.Cancelled<>(cancellation.reason());
      }
      if (!turns.pause(cancellation)) {
        return new RunResult.Interrupted<>(GAVE_UP);
      }
      free = lease(id);
    }
    return under(free.get(), task, cancellation);
  }

  private <I, O> RunResult<O> under(HeldLease lease, Task<I, O> task, Cancellation cancellation) {
    try (HeldLease held = lease) {
      RunJournal journal = open(task, held.lease());
      endIfCancelled(journal);
      Optional<RunResult<O>> before = ended(journal, task);
      RunResult<O> result = before.isPresent() ? before.get() : run(task, journal, cancellation);
      if (journal.ended().isPresent()) {
        held.done();
      }
      return result;
    }
  }

  private Optional<HeldLease> lease(RunId id) {
    return store.lease(RunJournal.stream(id), owner, lease).map(taken -> new HeldLease(store, taken, lease, timer));
  }

  /// Asks the process that executes the run; false when the run has not begun or has ended.
  private boolean askToCancel(RunId id, String reason) {
    RunJournal journal = RunJournal.open(store, clock, id, null);
    return journal.started().isPresent() && journal.askToCancel(reason);
  }

  /// Ends a run that was to be cancelled while nobody executed it.
  private static void endIfCancelled(RunJournal journal) {
    if (journal.ended().isEmpty()) {
      journal.cancelAsked().ifPresent(reason -> journal.append(new Cancelled(reason), ""));
    }
  }

  private RunJournal open(Task<?, ?> task, @Nullable Lease lease) {
    return open(task.id(), task.composite(), task.start(), lease);
  }

  /// The journal, once it is sure to be that of the run that is asked for.
  private RunJournal open(RunId id, Operation<?, ?> composite, @Nullable Start start, @Nullable Lease lease) {
    RunJournal journal = RunJournal.open(store, clock, id, lease);
    Optional<Started> started = journal.started();
    if (started.isEmpty()) {
      if (start == null) {
        throw new IllegalArgumentException("there is no run '" + id + "' to go on with");
      }
      return journal;
    }
    if (!started.get().operation().equals(composite.name())) {
      throw new RunConflictException(id, "operation", started.get().operation(), composite.name());
    }
    if (start != null && !started.get().inputHash().equals(InputHash.of(start.input()))) {
      throw new RunConflictException(id, "input", journal.input(), start.input());
    }
    return journal;
  }

  /// How the run ended; empty when it is to be executed.
  private <O> Optional<RunResult<O>> ended(RunJournal journal, Task<?, O> task) {
    if (task.triesAgain(journal)) {
      return Optional.empty();
    }
    Optional<RunResult<O>> result = journal.ended().map(line -> switch (line.head()) {
      case RunEntry.Cancelled(String reason) -> new RunResult.Cancelled<>(reason);
      case RunEntry.Ended(boolean completed, String code, String text) when !completed ->
          new RunResult.Failed<>(code, text);
      default -> new RunResult.Completed<>(task.composite().out().decode(line.body()));
    });
    if (result.isPresent() && !(result.get() instanceof RunResult.Completed)) {
      Account.tell(journal, operations, task.watch());
    }
    return result;
  }

  /// Executes the run, and again as long as it fails because of a step whose failure was recorded before, so that each is tried
  /// again once.
  private <I, O> RunResult<O> run(Task<I, O> task, RunJournal journal, Cancellation cancellation) {
    int known = journal.lines();
    boolean again = task.triesAgain(journal);
    if (again) {
      journal.append(new Retried(Retry.steps(journal, known)), "");
    }
    RunResult<O> result = execute(task, journal, cancellation);
    List<History.Place> left = again ? Retry.steps(journal, known) : List.of();
    while (!left.isEmpty()) {
      journal.append(new Retried(left), "");
      result = execute(task, journal, cancellation);
      left = Retry.steps(journal, known);
    }
    return result;
  }

  private <I, O> RunResult<O> execute(Task<I, O> task, RunJournal journal, Cancellation cancellation) {
    Operation<I, O> composite = task.composite();
    Start start = task.start();
    Body.Composite<I, O> body = code(composite);
    if (journal.started().isEmpty() && start != null) {
      Definition made = start.definition();
      journal.keepBack(
          new Started(composite.name(), made.name(), InputHash.of(start.input())),
          JsonSequence.of(List.of(start.input(), made.json())));
      if (keepBack.isZero()) {
        journal.flush();
      }
    }
    I input = composite.in().decode(journal.input());
    Definition definition = journal.definition().orElseThrow();
    return new Execution(
            task.id(), definition, journal, keepBack, clock, timer, task.watch(), this::requireKnown, cancellation)
        .run(composite, body, input, turns.closing());
  }

  @Override
  public <I, O> RunResult<O> replay(RunId id, Operation<I, O> composite, Consumer<RunEvent> observer) {
    requireKnown(composite);
    RunJournal journal = open(id, composite, null, null);
    return new Replay(id, journal, clock.instant(), new Watch(id, observer)).run(composite, code(composite));
  }

  @Override
  public void fork(
      RunId source,
      RunId id,
      Operation<?, ?> composite,
      StepKey at,
      Map<StepKey, String> results,
      Function<Set<StepKey>, Definition> definition) {
    requireKnown(composite);
    RunJournal journal = open(source, composite, null, null);
    ForkRecord record = ForkRecord.of(source, store.read(RunJournal.stream(source), 0), at, results);
    RunEntry.Forked forked = new RunEntry.Forked(source.value(), at.path());
    if (isForked(id, forked)) {
      return;
    }
    try (Turns.Turn _ = turns.tryTake(id, executed -> {}).orElseThrow(() -> isExecuted(id));
        HeldLease held = lease(id).orElseThrow(() -> isExecuted(id))) {
      if (isForked(id, forked)) {
        return;
      }
      Instant now = clock.instant();
      Definition made = definition.apply(record.keys());
      List<Entry> entries = new ArrayList<>();
      entries.add(RunEntry.write(
          new Started(composite.name(), made.name(), InputHash.of(CanonicalJson.of(journal.input()))),
          JsonSequence.of(List.of(journal.input(), made.json())),
          now));
      entries.add(RunEntry.write(forked, "", now));
      entries.addAll(record.entries());
      store.append(RunJournal.stream(id), 0, entries, held.lease());
    }
  }

  private static IllegalArgumentException isExecuted(RunId id) {
    return new IllegalArgumentException("run '%s' is being begun by somebody else; ask for the fork again".formatted(id));
  }

  /// Whether the fork was made before.
  private boolean isForked(RunId id, RunEntry.Forked asked) {
    RunJournal known = RunJournal.open(store, clock, id, null);
    RunEntry.Forked recorded = known.forked().orElse(null);
    if (known.started().isPresent() && !asked.equals(recorded)) {
      throw new RunConflictException(id, "origin", recorded == null ? "none" : recorded.toString(), asked.toString());
    }
    return known.started().isPresent();
  }

  private static <I, O> Body.Composite<I, O> code(Operation<I, O> composite) {
    if (!(composite.body() instanceof Body.Composite<I, O> body)) {
      throw new IllegalArgumentException("'%s' is a leaf; a run is made of a composite".formatted(composite.name()));
    }
    return body;
  }

  private void requireKnown(Operation<?, ?> operation) {
    if (!operation.equals(operations.get(operation.name()))) {
      throw new IllegalArgumentException(
          "operation '%s' is not registered with this engine; Engine.register it first".formatted(operation.name()));
    }
  }

  @Override
  public <I> I input(RunId id, Operation<I, ?> composite) {
    requireKnown(composite);
    return composite.in().decode(open(id, composite, null, null).input());
  }

  @Override
  public boolean cancel(RunId id, String reason) {
    RunJournal journal = RunJournal.open(store, clock, id, null);
    if (journal.started().isEmpty()) {
      throw new IllegalArgumentException("there is no run '" + id + "' to cancel");
    }
    if (!journal.askToCancel(reason)) {
      return journal.ended().orElseThrow().head() instanceof Cancelled;
    }
    turns.tryTake(id, executed -> executed.cancel(reason)).ifPresent(turn -> endIfFree(id, turn));
    return true;
  }

  /// Ends the run that is to be cancelled, unless another process executes it, which will see.
  private void endIfFree(RunId id, Turns.Turn mine) {
    try (mine) {
      lease(id).ifPresent(free -> {
        try (free) {
          endIfCancelled(RunJournal.open(store, clock, id, free.lease()));
          free.done();
        }
      });
    }
  }

  @Override
  public List<Wait> waiting(RunId id) {
    RunJournal journal = RunJournal.open(store, clock, id, null);
    if (journal.started().isEmpty()) {
      throw new IllegalArgumentException("there is no run '" + id + "'");
    }
    return journal.cancelAsked().isPresent() || journal.ended().isPresent() ? List.of() : journal.waiting();
  }

  @Override
  public void decide(RunId id, StepKey key, String json) {
    CanonicalJson.of(json);
    while (!decided(id, key, json)) {
      LOG.debug("somebody wrote to run '{}' before the decision at '{}' could be: it is looked at again", id, key);
    }
  }

  /// False when somebody else has written to the run meanwhile.
  private boolean decided(RunId id, StepKey key, String json) {
    RunJournal journal = RunJournal.open(store, clock, id, null);
    if (journal.cancelAsked().isPresent()) {
      throw new IllegalArgumentException("run '%s' was cancelled and does not wait at '%s'".formatted(id, key));
    }
    if (journal.ended().isPresent()) {
      throw new IllegalArgumentException("run '%s' has ended and does not wait at '%s'".formatted(id, key));
    }
    History.Place place = journal.waiting(key)
        .orElseThrow(() -> new IllegalArgumentException("run '%s' does not wait at '%s'".formatted(id, key)));
    var until = journal.wait(place).orElseThrow().until();
    if (!clock.instant().isBefore(until)) {
      throw new IllegalArgumentException("run '%s' waited at '%s' until %s only".formatted(id, key, until));
    }
    try {
      return journal.append(new Decided(place.scope(), place.key()), json);
    } catch (ConflictException written) {
      return false;
    }
  }

  /// Also gives up the leases of runs that have ended or never began, so that they are not looked at again. Costs a short read
  /// for each run that nobody executes, those that wait included.
  @Override
  public List<RunId> unfinished() {
    List<RunId> found = new ArrayList<>();
    List<String> page = store.unheld(RunJournal.PREFIX, null, PAGE);
    while (!page.isEmpty()) {
      page.stream()
          .map(name -> new RunId(name.substring(RunJournal.PREFIX.length())))
          .filter(this::canGoOn)
          .forEach(found::add);
      page = store.unheld(RunJournal.PREFIX, page.getLast(), PAGE);
    }
    return found;
  }

  private boolean canGoOn(RunId id) {
    return switch (lastOf(id)) {
      case Last.Over over -> {
        forget(id);
        yield false;
      }
      case Last.Waits waits -> !clock.instant().isBefore(waits.until());
      case Last.InTheMiddle middle -> true;
    };
  }

  /// What the last entry of a run says.
  private sealed interface Last {
    /// The run has ended, or it never began.
    record Over() implements Last {}

    /// The run waits for a decision.
    record Waits(Instant until) implements Last {}

    /// Anything else, also what this release cannot read: whoever goes on with the run will be told.
    record InTheMiddle() implements Last {}
  }

  private Last lastOf(RunId id) {
    Tail tail = store.last(RunJournal.stream(id), 1);
    if (tail.size() == 0) {
      return new Last.Over();
    }
    try {
      return RunEntry.read(tail.entries().getLast()).<Last>map(line -> switch (line.head()) {
        case RunEntry.Ended ended -> new Last.Over();
        case RunEntry.Cancelled cancelled -> new Last.Over();
        case RunEntry.StandsStill(Instant until) -> new Last.Waits(until);
        default -> new Last.InTheMiddle();
      }).orElseGet(Last.InTheMiddle::new);
    } catch (IllegalArgumentException unreadable) {
      return new Last.InTheMiddle();
    }
  }

  /// Gives up the lease of a run that is over, for good.
  private void forget(RunId id) {
    turns.tryTake(id, executed -> {}).ifPresent(turn -> {
      try (turn) {
        lease(id).ifPresent(free -> {
          try (free) {
            if (lastOf(id) instanceof Last.Over) {
              free.done();
            }
          }
        });
      }
    });
  }

  @Override
  public void close() {
    turns.close();
    timer.shutdownNow();
  }

  /// Its thread ends when nothing is timed, so that an engine which nobody closes leaves none behind.
  private static ScheduledThreadPoolExecutor timer() {
    var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("catena-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
