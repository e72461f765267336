package dev.catena.conformance.kill;

import dev.catena.journal.Store;
import dev.catena.run.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Plays scripted agents, kills their process before and after every append to its store, goes on in another process, and compares
/// what came of it with what an undisturbed process does: no effect twice, none lost, every interrupted call that must not be
/// repeated shown to a person, the same answers, the same conversation.
///
/// ```java
/// try (var matrix = KillMatrix.ofProcesses(MyTarget.class, folder)) {
///   for (String scenario : KillMatrix.scenarios()) {
///     assertThat(matrix.run(scenario).faults()).isEmpty();
///   }
/// }
/// ```
public final class KillMatrix implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final int MOST_APPENDS = 1_000;

  /// Beyond the end of every lease that a killed process holds.
  private static final InstantSource LATER = () -> Instant.now().plus(Duration.ofMinutes(1));

  private final KillTarget target;
  private final Victim victim;
  private final Path folder;
  private final Path unused;

  private KillMatrix(KillTarget target, Victim victim, Path folder) throws IOException {
    this.target = target;
    this.victim = victim;
    this.folder = folder;
    unused = Files.createDirectories(folder.resolve("unused"));
    target.store(unused, InstantSource.system()).close(); // what it makes of an empty folder is made once and copied
  }

  /// With a JVM for each kill, on the class path of this one, which another process survives that counts the effects.
  ///
  /// @param target made by its name in each process
  /// @param folder for files, to be deleted by the caller
  public static KillMatrix ofProcesses(Class<? extends KillTarget> target, Path folder) throws IOException {
    try {
      KillTarget here = target.getDeclaredConstructor().newInstance();
      return new KillMatrix(here, ChildProcess.on(target, folder), folder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(target + " has no public constructor without parameters", e);
    }
  }

  /// Within this process: the end of a process is a store that takes nothing any more. Quick, and enough to test an engine.
  ///
  /// @param target on a store that is told apart by its folder
  /// @param folder for files, to be deleted by the caller
  public static KillMatrix played(KillTarget target, Path folder) throws IOException {
    return new KillMatrix(target, new PlayedProcess(target), folder);
  }

  /// The names of what is played.
  public static List<String> scenarios() {
    return Scenarios.all().stream().map(Scenario::name).toList();
  }

  /// Plays the scenario once undisturbed, and then once for each point at which it can be killed.
  ///
  /// @param name one of [#scenarios()]
  public KillReport run(String name) {
    Scenario scenario = Scenarios.all().stream().filter(one -> one.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario '%s': %s".formatted(name, scenarios())));
    Evidence undisturbed = survive(scenario, place(name, "undisturbed"));
    List<KillReport.Kill> kills = new ArrayList<>();
    AtomicInteger append = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Callable<List<KillReport.Kill>> worker = () -> {
      List<KillReport.Kill> mine = new ArrayList<>();
      while (!over.get()) {
        int k = append.incrementAndGet();
        if (k > MOST_APPENDS || !kill(scenario, undisturbed, new KillPoint(k, true), mine)) {
          over.set(true);
        } else {
          kill(scenario, undisturbed, new KillPoint(k, false), mine);
        }
      }
      return mine;
    };
    all(worker).forEach(kills::addAll);
    return new KillReport(name, kills);
  }

  /// @return whether there was something to kill
  private boolean kill(Scenario scenario, Evidence undisturbed, KillPoint point, List<KillReport.Kill> kills) {
    Place place = place(scenario.name(), point.toString());
    boolean died = victim.dies(scenario, place, point);
    List<Act> before = victim.ledger(place).acts();
    Records kept = records(place);
    Evidence survived = survive(scenario, place);
    List<String> faults = new ArrayList<>(undisturbed.faults(kept, before, survived));
    Evidence again = survive(scenario, place);
    if (!again.acts().equals(survived.acts())) {
      faults.add("asked once more, the world heard of it again: " + again.acts());
    }
    faults.addAll(again.transcript().differences(survived.transcript()));
    if (died) {
      kills.add(KillReport.Kill.of(point, kept, before, survived, faults));
      place.delete();
    } else if (!faults.isEmpty()) {
      throw new IllegalStateException("%s: a process that nobody killed: %s".formatted(place.name(), faults));
    }
    return died;
  }

  /// The next process plays the scenario to its end.
  private Evidence survive(Scenario scenario, Place place) {
    try (Store store = target.store(place.store(), LATER); Engine engine = target.engine(store, LATER)) {
      Ledger ledger = victim.ledger(place);
      Transcript transcript = scenario.play(new Stage(store, engine, ledger));
      return new Evidence(transcript, ledger.acts());
    }
  }

  private Records records(Place place) {
    try (Store store = target.store(place.store(), LATER)) {
      return Records.of(store);
    }
  }

  private static <T> List<T> all(Callable<T> worker) {
    List<FutureTask<T>> tasks = Stream.generate(() -> new FutureTask<>(worker)).limit(AT_ONCE).toList();
    tasks.forEach(task -> Thread.ofPlatform().daemon().start(task));
    return tasks.stream().map(KillMatrix::result).toList();
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Place place(String scenario, String what) {
    String name = scenario + ", " + what;
    return new Place(name, folder.resolve(name.replaceAll("\\W+", "-"))).like(unused);
  }

  /// Ends the process that counts.
  @Override
  public void close() {
    victim.close();
  }
}
