package dev.catena.run;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Hash;
import dev.catena.journal.JsonSequence;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.run.RunEntry.Decided;
import dev.catena.run.RunEntry.Started;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine that runs inside the program and records in a [Store].
///
/// The composite runs on the thread that calls `execute`, every step on a virtual thread of its own. Runs survive in the store:
/// another engine on the same store goes on with them. A lease in the store keeps a run from being executed twice at a time.
public final class EmbeddedEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);

  private final Store store;
  private final InstantSource clock;
  private final String owner = UUID.randomUUID().toString();
  private final Map<String, Operation<?, ?>> operations = new ConcurrentHashMap<>();
  private final Turns turns = new Turns();
  private final ScheduledThreadPoolExecutor timer = timer();

  private EmbeddedEngine(Store store, InstantSource clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /// An engine on the store, by the system clock. Closing it leaves the store open.
  public static EmbeddedEngine on(Store store) {
    return on(store, InstantSource.system());
  }

  /// An engine on the store, by the given clock: recorded times, deadlines and the end of waits. Closing it leaves the store
  /// open.
  public static EmbeddedEngine on(Store store, InstantSource clock) {
    return new EmbeddedEngine(store, clock);
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
    return whenFree(id, composite, start, cancellation, new Watch(id, observer));
  }

  @Override
  public <I, O> RunResult<O> resume(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    return whenFree(id, composite, null, cancellation, new Watch(id, observer));
  }

  /// What a run is started with.
  private record Start(Definition definition, String input) {}

  private <I, O> RunResult<O> whenFree(
      RunId id, Operation<I, O> composite, @Nullable Start start, Cancellation cancellation, Watch watch) {
    requireKnown(composite);
    try (Turns.Turn turn = turns.take(id, cancellation)) {
      if (!turn.taken()) {
        return new RunResult.Cancelled<>(cancellation.isCancelled() ? cancellation.reason() : Turns.INTERRUPTED);
      }
      Optional<RunResult<O>> ended = ended(open(id, composite, start, null), composite);
      return ended.isPresent() ? ended.get() : whenLeased(id, composite, start, cancellation, watch);
    }
  }

  private <I, O> RunResult<O> whenLeased(
      RunId id, Operation<I, O> composite, @Nullable Start start, Cancellation cancellation, Watch watch) {
    Optional<Lease> lease =
        turns.poll(cancellation, () -> store.lease(RunJournal.stream(id), owner, HeldLease.DURATION));
    if (lease.isEmpty()) {
      return new RunResult.Cancelled<>(cancellation.isCancelled() ? cancellation.reason() : Turns.INTERRUPTED);
    }
    try (var held = new HeldLease(store, lease.get(), timer)) {
      RunJournal journal = open(id, composite, start, held.lease());
      Optional<RunResult<O>> before = ended(journal, composite);
      RunResult<O> result = before.isPresent() ? before.get() : run(id, composite, start, journal, cancellation, watch);
      if (journal.ended().isPresent()) {
        held.done();
      }
      return result;
    }
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
    if (start != null && !started.get().inputHash().equals(Hash.sha256(start.input()))) {
      throw new RunConflictException(id, "input", journal.input(), start.input());
    }
    return journal;
  }

  private static <O> Optional<RunResult<O>> ended(RunJournal journal, Operation<?, O> composite) {
    return journal.ended().map(line -> switch (line.head()) {
      case RunEntry.Ended(boolean completed, String code, String text) when !completed ->
          new RunResult.Failed<>(code, text);
      default -> new RunResult.Completed<>(composite.out().decode(line.body()));
    });
  }

  private <I, O> RunResult<O> run(
      RunId id,
      Operation<I, O> composite,
      @Nullable Start start,
      RunJournal journal,
      Cancellation cancellation,
      Watch watch) {
    if (!(composite.body() instanceof Body.Composite<I, O> body)) {
      throw new IllegalArgumentException("'%s' is a leaf; a run is made of a composite".formatted(composite.name()));
    }
    if (journal.started().isEmpty() && start != null) {
      Definition made = start.definition();
      journal.append(
          new Started(composite.name(), made.name(), Hash.sha256(start.input())),
          JsonSequence.of(List.of(start.input(), made.json())));
    }
    I input = composite.in().decode(journal.input());
    Definition definition = journal.definition().orElseThrow();
    return new Execution(id, definition, journal, clock, timer, watch, this::requireKnown)
        .run(composite, body, input, cancellation);
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
  public List<Wait> waiting(RunId id) {
    RunJournal journal = RunJournal.open(store, clock, id, null);
    if (journal.started().isEmpty()) {
      throw new IllegalArgumentException("there is no run '" + id + "'");
    }
    return journal.waiting();
  }

  @Override
  public void decide(RunId id, StepKey key, String json) {
    CanonicalJson.of(json);
    while (!decided(id, key, json)) {
      LOG.debug("run '{}' moved while '{}' was decided; looking again", id, key);
    }
  }

  /// False when somebody else, such as the run itself, has written meanwhile.
  private boolean decided(RunId id, StepKey key, String json) {
    RunJournal journal = RunJournal.open(store, clock, id, null);
    History.Place place = journal.waiting(key)
        .orElseThrow(() -> new IllegalArgumentException("run '%s' does not wait at '%s'".formatted(id, key)));
    var until = journal.wait(place).orElseThrow().until();
    if (!clock.instant().isBefore(until)) {
      throw new IllegalArgumentException("run '%s' waited at '%s' until %s only".formatted(id, key, until));
    }
    try {
      journal.append(new Decided(place.scope(), place.key()), json);
      return true;
    } catch (ConflictException e) {
      return false;
    }
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
