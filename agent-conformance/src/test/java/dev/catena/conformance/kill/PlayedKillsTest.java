package dev.catena.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.conformance.HostileEngine;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// All scenarios on the embedded and on the hostile engine, in processes that play dead.
class PlayedKillsTest {
  static final List<String> SCENARIOS = KillMatrix.scenarios();

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("SCENARIOS")
  void run_embeddedEngine_survivesEveryKill(String scenario) throws Exception {
    assertSurvives(new Embedded(), scenario);
  }

  @ParameterizedTest
  @FieldSource("SCENARIOS")
  void run_hostileEngine_survivesEveryKill(String scenario) throws Exception {
    assertSurvives(new Hostile(), scenario);
  }

  private void assertSurvives(KillTarget target, String scenario) throws Exception {
    try (KillMatrix matrix = KillMatrix.played(target, folder)) {
      KillReport report = matrix.run(scenario);
      assertThat(report.faults()).isEmpty();
      assertThat(report.points()).isGreaterThanOrEqualTo(8);
    }
  }

  /// A store for each folder.
  private static class Embedded implements KillTarget {
    private final Map<Path, Store> stores = new ConcurrentHashMap<>();

    @Override
    public Store store(Path place, InstantSource clock) {
      return stores.computeIfAbsent(place, key -> new MemoryStore());
    }
  }

  private static final class Hostile extends Embedded {
    @Override
    public Engine engine(Store store, InstantSource clock) {
      return HostileEngine.inProcess(EmbeddedEngine.on(store, clock, EmbeddedEngine.LEASE, Duration.ZERO));
    }
  }
}
