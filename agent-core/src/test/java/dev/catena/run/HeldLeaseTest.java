package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.Lease;
import dev.catena.journal.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldLeaseTest {
  private static final String NAME = "run/r";
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
  private final MemoryStore store = new MemoryStore(time::get);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final HeldLease held = new HeldLease(store, take("me").orElseThrow(), LEASE, timer);

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void extend_held_lastsLonger() {
    time.set(Instant.EPOCH.plusSeconds(20));
    held.extend();
    time.set(Instant.EPOCH.plusSeconds(40));

    assertThat(take("somebody")).isEmpty();
  }

  @Test
  void extend_closed_theLeaseStaysFree() {
    held.close();
    held.extend();

    assertThat(take("somebody")).isPresent();
  }

  @Test
  void extend_somebodyHeldItMeanwhile_theLeaseStaysFree() {
    time.set(Instant.EPOCH.plus(LEASE).plusSeconds(1));
    store.release(take("somebody").orElseThrow());
    held.extend();

    assertThat(take("a third")).isPresent();
  }

  private Optional<Lease> take(String owner) {
    return store.lease(NAME, owner, LEASE);
  }
}
