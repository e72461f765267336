package dev.catena.store;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome;
import dev.catena.agent.PendingCall;
import dev.catena.conformance.kill.Act;
import dev.catena.conformance.kill.Ledger;
import dev.catena.conformance.kill.RecorderProcess;
import dev.catena.run.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Three processes that execute runs on one PostgreSQL server, while they are killed and paused and the server is restarted.
final class Soak implements AutoCloseable {
  private static final int WORKERS = 3;
  private static final Duration BEYOND_THE_LEASE = SoakShop.LEASE.plusMillis(1500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// How much of it.
  ///
  /// @param runEvery how long after one run the next is due
  /// @param faultEvery how long after one fault the next comes, at the median
  record Plan(int runs, int kills, int pauses, int restarts, Duration runEvery, Duration faultEvery) {
    /// The faults, mixed.
    List<Fault> faults(Random random) {
      List<Fault> faults = new ArrayList<>();
      faults.addAll(Collections.nCopies(kills, Fault.KILL));
      faults.addAll(Collections.nCopies(pauses, Fault.PAUSE));
      faults.addAll(Collections.nCopies(restarts, Fault.RESTART));
      Collections.shuffle(faults, random);
      return faults;
    }
  }

  enum Fault {
    KILL,
    PAUSE,
    RESTART
  }

  /// Something that was done to a process, or to the server.
  ///
  /// @param record the file of the process; null for the server
  record Event(Fault fault, Path record, long fromMillis, long toMillis) {}

  private final Plan plan;
  private final Path folder;
  private final Random random;
  private final Postgres server = Postgres.own();
  private final String url = server.url();
  private final RecorderProcess recorder = RecorderProcess.start();
  private final Path ledgerFile;
  private final Worker[] workers = new Worker[WORKERS];
  private final List<Path> records = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final long first;
  private int asked;

  Soak(Plan plan, Path folder, Random random) throws IOException {
    this.plan = plan;
    this.folder = folder;
    this.random = random;
    this.ledgerFile = folder.resolve("ledger");
    Postgres.open(url).close();
    this.first = System.currentTimeMillis() + 3000;
    for (int i = 0; i < WORKERS; i++) {
      workers[i] = start(i);
    }
  }

  private record Worker(Process process, Path record) {}

  private Worker start(int which) throws IOException {
    Path record = folder.resolve("record-" + records.size());
    records.add(record);
    Process process = Jvm.start(folder, SoakWorker.class, url, "" + recorder.port(), ledgerFile.toString(), record.toString(),
        "" + plan.runs(), "" + first, "" + plan.runEvery().toMillis(), "" + which, "" + WORKERS);
    return new Worker(process, record);
  }

  /// Runs it all, and a person answers at the end for the calls whose ends nobody knows.
  SoakCheck run() throws IOException {
    pause(Duration.ofMillis(Math.max(0, first - System.currentTimeMillis())).plus(plan.faultEvery()));
    for (Fault fault : plan.faults(random)) {
      commit(fault);
      pause(plan.faultEvery().dividedBy(2).plusMillis(random.nextLong(plan.faultEvery().toMillis())));
    }
    Ledger ledger = RecorderProcess.ledger(recorder.port(), ledgerFile);
    try (PostgresStore store = Postgres.open(url); Agent agent = SoakShop.agent(store, ledger)) {
      awaitStandstill(store, agent);
      for (Worker worker : workers) {
        worker.process.destroyForcibly();
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (int number = 0; number < plan.runs(); number++) {
        outcomes.add(ended(agent, ledger, number));
      }
      return SoakCheck.of(outcomes, ledger.acts(), store, records, events, asked);
    }
  }

  private void commit(Fault fault) throws IOException {
    long from = System.currentTimeMillis();
    int which = random.nextInt(WORKERS);
    Worker worker = workers[which];
    switch (fault) {
      case KILL -> {
        worker.process.destroyForcibly();
        workers[which] = start(which);
      }
      case PAUSE -> {
        signal(worker, "STOP");
        pause(BEYOND_THE_LEASE);
        signal(worker, "CONT");
      }
      case RESTART -> {
        server.kill();
        server.start();
      }
    }
    events.add(new Event(fault, worker.record, from, System.currentTimeMillis()));
  }

  private static void signal(Worker worker, String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + worker.process.pid()).inheritIO().start();
    if (kill.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("no signal " + name + " for " + worker);
    }
  }

  /// Until every run has ended or waits for a person.
  private void awaitStandstill(PostgresStore store, Agent agent) {
    long until = System.nanoTime() + PATIENCE.plus(plan.runEvery().multipliedBy(plan.runs())).toNanos();
    for (int number = 0; number < plan.runs(); number++) {
      while (!isStill(store, agent, number)) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("run " + number + " does not end: " + store.read(SoakShop.stream(number), 0));
        }
        pause(Duration.ofMillis(100));
      }
    }
  }

  private static boolean isStill(PostgresStore store, Agent agent, int number) {
    var last = store.last(SoakShop.stream(number), 1).entries();
    return !last.isEmpty() && (last.getFirst().type().equals("Ended") || !agent.pending(SoakShop.run(number)).isEmpty());
  }

  private Outcome ended(Agent agent, Ledger ledger, int number) {
    RunId run = SoakShop.run(number);
    Outcome outcome = agent.run(SoakShop.request(number));
    while (outcome instanceof Outcome.AwaitingApproval) {
      PendingCall call = agent.pending(run).getFirst();
      boolean happened = ledger.acts().stream().anyMatch(act -> isTold(act, number));
      asked++;
      outcome = agent.decide(run, happened ? Decision.happened(call, "done", "ann") : Decision.didNotHappen(call, "ann"));
    }
    return outcome;
  }

  private static boolean isTold(Act act, int number) {
    return act.what().equals(SoakShop.TELL) && act.arguments().equals("" + number);
  }

  private static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  @Override
  public void close() {
    for (Worker worker : workers) {
      worker.process.destroyForcibly();
    }
    recorder.close();
    server.close();
  }
}
