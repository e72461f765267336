package dev.catena.store;

import dev.catena.agent.Agent;
import dev.catena.agent.Supervisor;
import dev.catena.conformance.kill.RecorderProcess;
import dev.catena.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// A process of the soak: it begins the runs that are due and that nobody has begun, and goes on with those that others left.
final class SoakWorker {
  private static final Duration PAUSE = Duration.ofMillis(150);

  private SoakWorker() {}

  /// Works until it is killed.
  ///
  /// @param args the URL of the database, the port and the file of the ledger, the file of its own record, how many runs there
  ///     are, when the first is due and how long after it the next, in milliseconds, and which of how many workers this is
  public static void main(String[] args) throws IOException {
    int runs = Integer.parseInt(args[4]);
    Instant first = Instant.ofEpochMilli(Long.parseLong(args[5]));
    Duration every = Duration.ofMillis(Long.parseLong(args[6]));
    try (SoakStore store = new SoakStore(Postgres.open(args[0]), Path.of(args[3]));
        Agent agent = SoakShop.agent(store, RecorderProcess.ledger(Integer.parseInt(args[1]), Path.of(args[2])));
        Supervisor supervisor = Supervisor.of(agent).pause(PAUSE).atOnce(runs).start()) {
      for (int number = Integer.parseInt(args[7]); number < runs; number += Integer.parseInt(args[8])) {
        pauseUntil(first.plus(every.multipliedBy(number)));
        int due = number;
        Thread.startVirtualThread(() -> begin(store, agent, due));
      }
      while (true) {
        pauseUntil(Instant.now().plus(PAUSE));
        supervisor.troubles().forEach(trouble -> System.err.println(trouble));
      }
    }
  }

  /// What was begun is left to the supervisors when it breaks off.
  private static void begin(SoakStore store, Agent agent, int number) {
    for (boolean begun = false; !begun; pauseUntil(Instant.now().plus(PAUSE))) {
      try {
        begun = store.last(SoakShop.stream(number), 0).size() > 0;
        if (!begun) {
          agent.run(SoakShop.request(number));
        }
      } catch (JournalException e) {
        System.err.println("run " + number + " broke off: " + e.getMessage());
      }
    }
  }

  private static void pauseUntil(Instant time) {
    LockSupport.parkNanos(Math.max(0, Duration.between(Instant.now(), time).toNanos()));
  }
}
