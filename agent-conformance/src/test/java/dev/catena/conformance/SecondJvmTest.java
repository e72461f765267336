package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.MemoryStore;
import dev.catena.run.Attempt;
import dev.catena.run.Call;
import dev.catena.run.Cancellation;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.Operation;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondJvmTest {
  private final Engine engine =
      HostileEngine.inSecondJvm(EmbeddedEngine.on(new MemoryStore()), Travelling.class);
  private final AtomicInteger runs = new AtomicInteger();

  @AfterAll
  void close() {
    engine.close();
  }

  @Test
  void leaf_runsInAnotherProcess() {
    Attempt<String> attempt = attempt(Travelling.PROCESS);

    assertThat(attempt.orThrow()).matches("\\d+").isNotEqualTo(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void leaf_seesItsInputAndItsStep() {
    assertThat(attempt(Travelling.CONTEXT)).isEqualTo(new Attempt.Succeeded<>("Grüße 世界 a 1 64", 1));
  }

  @Test
  void leaf_failure_arrivesAsGiven() {
    assertThat(attempt(Travelling.FAILING)).isEqualTo(new Attempt.Failed<>("no-stock", "none left", true, 1));
  }

  @Test
  void leaf_exception_isRecordedAsInThisProcess() {
    assertThat(attempt(Travelling.BROKEN))
        .isEqualTo(new Attempt.Failed<>("failed", "IllegalStateException: broken", false, 1));
  }

  @Test
  void leaf_ioFailureInOnce_unknown() {
    assertThat(attempt(Travelling.DOUBTFUL)).isEqualTo(new Attempt.Unknown<>("IOException: connection reset", 1));
  }

  @Test
  void leaf_deadlinePasses_isInterruptedThere() {
    assertThat(attempt(Call.of(new StepKey("a"), Travelling.ENDLESS, "").until(Instant.now().plus(Duration.ofMillis(50)))))
        .isInstanceOfSatisfying(Attempt.Failed.class, failed -> assertThat(failed.code()).isEqualTo("deadline"));
  }

  @Test
  void leaf_theOtherProcessEndsInsideOnce_unknownAndTheNextCallGetsANewProcess() {
    assertThat(attempt(Travelling.DYING)).isInstanceOf(Attempt.Unknown.class);
    assertThat(attempt(Travelling.PROCESS)).isInstanceOf(Attempt.Succeeded.class);
  }

  @Test
  void leaf_notInTheRegistry_failsAndSaysSo() {
    Operation<String, String> stranger =
        Operation.leaf("stranger", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> input);

    assertThat(attempt(stranger)).isInstanceOfSatisfying(
        Attempt.Failed.class, failed -> assertThat(failed.text()).contains("'stranger' is not in the registry"));
  }

  private Attempt<String> attempt(Operation<String, String> leaf) {
    return attempt(Call.of(new StepKey("a"), leaf, "Grüße 世界"));
  }

  private Attempt<String> attempt(Call<String, String> call) {
    List<Attempt<String>> attempts = new ArrayList<>();
    String name = "main-" + runs.incrementAndGet();
    Operation<String, String> main = Operation.composite(name, Codecs.text(), Codecs.text(), (input, run) -> {
      attempts.addAll(run.callAll(List.of(call), 1));
      return "";
    });
    engine.register(call.operation());
    engine.register(main);
    engine.execute(new RunId(name), new Definition("test", "{}"), main, "", new Cancellation(), event -> {});
    return attempts.getLast();
  }
}
