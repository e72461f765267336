package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Records that wait for others, to be written with them.
@Timeout(60)
class KeepBackTest {
  private static final RunId ID = new RunId("r");
  private static final Duration LONG = Duration.ofHours(1);

  private final RecordingStore store = new RecordingStore();
  private final Operation<String, String> look = leaf("look", Effect.NONE);
  private final Operation<String, String> pay = leaf("pay", Effect.KEYED);

  @Test
  void keepBack_effectFollows_writtenWithItsIntent() {
    execute(LONG, (input, run) -> run.call(new StepKey("pay"), pay, run.call(new StepKey("look"), look, input)));

    assertThat(appended()).containsExactly(List.of("Started", "Succeeded", "Intent"), List.of("Succeeded"), List.of("Ended"));
  }

  @Test
  void keepBack_zero_eachIsWrittenAtOnce() {
    execute(Duration.ZERO, (input, run) -> run.call(new StepKey("look"), look, input));

    assertThat(appended()).containsExactly(List.of("Started"), List.of("Succeeded"), List.of("Ended"));
  }

  @Test
  void keepBack_timeOver_writtenWhileTheNextStepRuns() {
    Operation<String, String> wait = Operation.leaf("wait", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
      while (store.read("run/r", 0).size() < 2) {
        Thread.onSpinWait();
      }
      return input;
    });
    execute(
        Duration.ofMillis(1), (input, run) -> run.call(new StepKey("wait"), wait, run.call(new StepKey("look"), look, input)), wait);

    assertThat(appended().getLast()).endsWith("Ended");
  }

  @Test
  void keepBack_runStandsStill_written() {
    assertThatThrownBy(() -> execute(LONG, (input, run) -> {
          run.call(new StepKey("look"), look, input);
          throw new InternalError("the end");
        }))
        .isInstanceOf(InternalError.class);

    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Started", "Succeeded");
  }

  @Test
  void keepBack_negative_refused() {
    assertThatThrownBy(() -> EmbeddedEngine.on(store, InstantSource.system(), EmbeddedEngine.LEASE, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<List<String>> appended() {
    return store.appends().stream().map(List::getFirst).map(Append::entries)
        .map(entries -> entries.stream().map(Entry::type).toList())
        .toList();
  }

  private void execute(Duration keepBack, Body.Composite<String, String> body, Operation<?, ?>... more) {
    Operation<String, String> main = Operation.composite("main", Codecs.text(), Codecs.text(), body);
    try (EmbeddedEngine engine = EmbeddedEngine.on(store, InstantSource.system(), EmbeddedEngine.LEASE, keepBack)) {
      List.of(main, look, pay).forEach(engine::register);
      List.of(more).forEach(engine::register);
      engine.execute(ID, new Definition("d", "{}"), main, "1", new Cancellation(), event -> {});
    }
  }

  private static Operation<String, String> leaf(String name, Effect effect) {
    return Operation.leaf(name, effect, Codecs.text(), Codecs.text(), (input, step) -> input);
  }
}
