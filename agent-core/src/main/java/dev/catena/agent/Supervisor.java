package dev.catena.agent;

import dev.catena.journal.FencedException;
import dev.catena.run.Engine;
import dev.catena.run.RunId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes on with the runs that nobody executes: of processes that died, of engines that were closed, and of waits that got their
/// decision or are over.
///
/// It looks for them again and again, and goes on with each through its agent, in the turn of its conversation. How a run goes and
/// ends is told to the agent's listeners. A run that waits for a person and may wait on is left alone, and so is one that has
/// failed: that is for [Agent#resume]. Several supervisors, in several processes, may look after one store: a run's lease keeps
/// them apart. Its threads do not keep the program alive. Safe for use by many threads.
public final class Supervisor implements AutoCloseable {
  /// How many runs it executes at a time, unless told otherwise.
  public static final int AT_ONCE = 8;

  /// How long it pauses before it looks again, unless told otherwise.
  public static final Duration PAUSE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Map<String, Agent> agents;
  private final Set<Engine> engines;
  private final Duration pause;
  private final Consumer<Trouble> listener;
  private final Semaphore permits;
  private final Set<RunId> busy = ConcurrentHashMap.newKeySet();
  private final Map<RunId, Trouble> troubles = new ConcurrentHashMap<>();
  private final Map<RunId, Backoff> backoffs = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Supervisor(Builder builder) {
    agents = builder.agents;
    engines = agents.values().stream().map(Agent::engine).collect(Collectors.toSet());
    pause = builder.pause;
    listener = builder.listener;
    permits = new Semaphore(builder.atOnce);
  }

  /// A run that could not be gone on with.
  ///
  /// @param run the run
  /// @param reason for people: no agent of its name is there, or what its agent threw
  /// @param tries how often an agent has tried; 0 when there is none
  public record Trouble(RunId run, String reason, int tries) {
    /// Checks the parts.
    public Trouble {
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /// Looks after the runs of these agents, whose engines record in one store; agents that share an engine make the search cheaper.
  ///
  /// @throws IllegalArgumentException if there is none, or if two have one name
  public static Builder of(Agent... agents) {
    return new Builder(List.of(agents));
  }

  /// The runs that could not be gone on with, at present.
  public List<Trouble> troubles() {
    return List.copyOf(troubles.values());
  }

  private void watch() {
    Backoff backoff = Backoff.NONE;
    try {
      while (true) {
        backoff = look() ? Backoff.NONE : backoff.more();
        Thread.sleep(pause.plus(backoff.pause()));
      }
    } catch (InterruptedException | RejectedExecutionException closed) {
      LOG.debug("the supervisor of {} was closed", agents.keySet());
    }
  }

  /// Whether the stores could be looked at.
  private boolean look() {
    Set<RunId> found = new LinkedHashSet<>();
    try {
      engines.forEach(engine -> found.addAll(engine.unfinished()));
    } catch (RuntimeException e) {
      LOG.warn("the supervisor of {} could not look for runs and will try again", agents.keySet(), e);
      return false;
    }
    found.addAll(busy);
    troubles.keySet().retainAll(found);
    backoffs.keySet().retainAll(found);
    found.forEach(this::consider);
    return true;
  }

  private void consider(RunId run) {
    Agent agent = agents.get(run.value().substring(0, Math.max(0, run.value().indexOf('/'))));
    if (agent == null) {
      if (!troubles.containsKey(run)) {
        report(new Trouble(run, "its agent is none of " + agents.keySet() + ", which the supervisor knows", 0));
      }
      return;
    }
    boolean due = backoffs.getOrDefault(run, Backoff.NONE).isOver();
    if (due && !busy.contains(run) && permits.tryAcquire()) {
      busy.add(run);
      threads.execute(() -> goOn(agent, run));
    }
  }

  private void goOn(Agent agent, RunId run) {
    try {
      agent.takeOver(run).ifPresent(outcome ->
          LOG.info("nobody executed run '{}'; agent '{}' went on with it: {}", run, agent.name(), outcome.getClass().getSimpleName()));
      troubles.remove(run);
      backoffs.put(run, Backoff.NONE.more());
    } catch (FencedException e) {
      LOG.info("run '{}' was taken over by another process", run, e);
    } catch (RuntimeException | Error e) {
      Backoff next = backoffs.getOrDefault(run, Backoff.NONE).more();
      backoffs.put(run, next);
      LOG.debug("run '{}' could not be gone on with", run, e);
      report(new Trouble(run, e.getClass().getSimpleName() + ": " + e.getMessage(), next.tries()));
    } finally {
      permits.release();
      busy.remove(run);
    }
  }

  private void report(Trouble trouble) {
    troubles.put(trouble.run(), trouble);
    LOG.warn("run '{}' cannot go on ({} tries): {}", trouble.run(), trouble.tries(), trouble.reason());
    try {
      listener.accept(trouble);
    } catch (RuntimeException e) {
      LOG.warn("the listener of the supervisor of {} failed on {}", agents.keySet(), trouble, e);
    }
  }

  /// Takes no more runs, lets those that it executes stand still, and waits until they do: an effect in flight comes to its end.
  /// The agents stay open. Closing twice is harmless.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  /// When a run is tried again: after pauses that grow.
  private record Backoff(int tries, long until) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 8;
    static final Backoff NONE = new Backoff(0, System.nanoTime());

    Backoff more() {
      return new Backoff(tries + 1, System.nanoTime() + new Backoff(tries + 1, 0).pause().toNanos());
    }

    Duration pause() {
      return tries == 0 ? Duration.ZERO : SHORTEST.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
    }

    boolean isOver() {
      return System.nanoTime() - until >= 0;
    }
  }

  /// Collects how a supervisor works. For use by one thread.
  public static final class Builder {
    private final Map<String, Agent> agents;
    private Duration pause = PAUSE;
    private int atOnce = AT_ONCE;
    private Consumer<Trouble> listener = trouble -> {};

    private Builder(List<Agent> agents) {
      if (agents.isEmpty()) {
        throw new IllegalArgumentException("a supervisor needs an agent");
      }
      this.agents = agents.stream().collect(Collectors.toUnmodifiableMap(Agent::name, Function.identity(), (one, other) -> {
        throw new IllegalArgumentException("two agents of a supervisor are named '" + one.name() + "'");
      }));
    }

    /// How many runs it executes at a time. Default: [#AT_ONCE].
    ///
    /// @param runs at least 1
    public Builder atOnce(int runs) {
      if (runs < 1) {
        throw new IllegalArgumentException("atOnce must be at least 1: " + runs);
      }
      atOnce = runs;
      return this;
    }

    /// How long it pauses before it looks again. Default: [#PAUSE].
    ///
    /// @param time positive
    public Builder pause(Duration time) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException("pause must be positive: " + time);
      }
      pause = time;
      return this;
    }

    /// Who is told of runs that cannot go on: once of a run whose agent is not there, and at each try of another. Default: nobody;
    /// the log says so too.
    ///
    /// @param told called on the supervisor's threads
    public Builder listener(Consumer<Trouble> told) {
      listener = Objects.requireNonNull(told, "told");
      return this;
    }

    /// The supervisor, which looks for runs from now on.
    public Supervisor start() {
      Supervisor supervisor = new Supervisor(this);
      supervisor.threads.execute(supervisor::watch);
      return supervisor;
    }
  }
}
