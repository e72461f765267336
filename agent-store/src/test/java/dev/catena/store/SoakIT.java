package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs on PostgreSQL while everything fails that may fail: `-Dcatena.soak=full` for the long form, of about eight minutes.
@Timeout(900)
class SoakIT {
  private static final Soak.Plan SHORT = new Soak.Plan(30, 8, 2, 1, Duration.ofMillis(900), Duration.ofMillis(1800));
  private static final Soak.Plan FULL = new Soak.Plan(200, 60, 10, 3, Duration.ofMillis(1500), Duration.ofMillis(3500));

  @TempDir private Path folder;

  @Test
  void run_processesKilledAndPausedAndServerRestarted_nothingIsLostOrDouble() throws Exception {
    Soak.Plan plan = "full".equals(System.getProperty("catena.soak")) ? FULL : SHORT;
    long seed = System.nanoTime();
    try (Soak soak = new Soak(plan, folder, new Random(seed))) {
      SoakCheck check = soak.run();

      System.out.println(plan + ", seed " + seed + ": " + check);
      assertThat(check.lost()).as("lost, seed %d", seed).isEmpty();
      assertThat(check.doubled()).as("double, seed %d", seed).isEmpty();
      assertThat(check.stale()).as("stale writes that were kept, seed %d", seed).isEmpty();
      assertThat(check.refused()).as("stale writes that were refused, seed %d", seed).isPositive();
      assertThat(check.takeOverMillis(99))
          .as("take-over at p99, seed %d: %s", seed, check)
          .isLessThanOrEqualTo(SoakShop.LEASE.plusSeconds(1).toMillis());
    }
  }
}
