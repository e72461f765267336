package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.Cancellation;
import dev.catena.run.Definition;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.RunId;
import dev.catena.run.RunResult;
import dev.catena.run.StepKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Programs made by chance, killed before and after each of their appends, and gone on with.
@Timeout(300)
class RandomScheduleTest {
  private static final Logger LOG = LoggerFactory.getLogger(RandomScheduleTest.class);
  private static final int PROGRAMS = 50;
  private static final RunId ID = new RunId("run");

  @ParameterizedTest
  @ValueSource(longs = {1, 2026})
  void embedded_killedAtEveryAppend_noEffectIsDoubledOrLost(long seed) {
    killAll(seed, engine -> engine);
  }

  @ParameterizedTest
  @ValueSource(longs = 2026)
  void hostile_killedAtEveryAppend_noEffectIsDoubledOrLost(long seed) {
    killAll(seed, HostileEngine::inProcess);
  }

  private static void killAll(long seed, UnaryOperator<Engine> kind) {
    int killed = 0;
    for (long program = seed; program < seed + PROGRAMS; program++) {
      RandomProgram undisturbed = new RandomProgram();
      String expected = completed(new MemoryStore(), program, undisturbed, kind);
      boolean lives = false;
      for (int append = 1; !lives; append++) {
        boolean livesBefore = kill(program, append, true, kind, expected, undisturbed);
        boolean livesAfter = kill(program, append, false, kind, expected, undisturbed);
        lives = livesBefore && livesAfter;
        killed += lives ? 0 : 2;
      }
    }
    LOG.info("seed {}: {} programs, {} kill points", seed, PROGRAMS, killed);
    assertThat(killed).isGreaterThan(PROGRAMS);
  }

  /// Whether the program ended before the kill.
  private static boolean kill(
      long seed, int append, boolean before, UnaryOperator<Engine> kind, String expected, RandomProgram undisturbed) {
    String where = "seed %d, killed %s append %d".formatted(seed, before ? "before" : "after", append);
    MemoryStore store = new MemoryStore();
    CrashingStore process = new CrashingStore(store, append, before);
    RandomProgram program = new RandomProgram();
    try {
      completed(process, seed, program, kind);
    } catch (SimulatedCrash crash) {
      assertThat(process.crashed()).as(where).isTrue();
    }
    String result = completed(store, seed, program, kind);
    check(where, program, undisturbed, result);
    if (!result.contains("(unknown)")) {
      assertThat(result).as(where).isEqualTo(expected);
    }
    return !process.crashed();
  }

  private static void check(String where, RandomProgram program, RandomProgram undisturbed, String result) {
    int unknown = (result.length() - result.replace("(unknown)", "").length()) / "(unknown)".length();
    var expected = undisturbed.effects().entrySet();
    assertThat(program.effects().keySet()).as(where).isSubsetOf(undisturbed.effects().keySet());
    assertThat(expected.size() - program.effects().size()).as(where + ": lost").isBetween(0, unknown);
    for (Map.Entry<StepKey, List<String>> effect : program.effects().entrySet()) {
      List<String> once = undisturbed.effects().get(effect.getKey());
      assertThat(new HashSet<>(effect.getValue())).as(where + " " + effect.getKey()).isEqualTo(new HashSet<>(once));
    }
    assertThat(program.timesOfOnce()).as(where).allMatch(times -> times == 1);
  }

  private static String completed(
      Store store, long seed, RandomProgram program, UnaryOperator<Engine> kind) {
    try (Engine engine = kind.apply(EmbeddedEngine.on(store))) {
      program.operations().forEach(engine::register);
      var result = engine.execute(
          ID, new Definition("random", "{}"), program.operation(), new RandomProgram.Plan(seed, 2), new Cancellation(),
          event -> {});
      return ((RunResult.Completed<String>) result).value();
    }
  }
}
