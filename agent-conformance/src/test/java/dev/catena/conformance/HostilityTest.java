package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.MemoryStore;
import dev.catena.run.Body;
import dev.catena.run.Call;
import dev.catena.run.Cancellation;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.Operation;
import dev.catena.run.RunId;
import dev.catena.run.RunResult;
import dev.catena.run.StepKey;
import dev.catena.run.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the hostile engine does besides what every engine does.
class HostilityTest {
  private final Engine engine = HostileEngine.inProcess(EmbeddedEngine.on(new MemoryStore()));
  private final Operation<String, String> echo =
      Operation.leaf("echo", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> input);

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void composite_threeSteps_isExecutedFourTimes() {
    AtomicInteger times = new AtomicInteger();

    execute((input, run) -> {
      times.incrementAndGet();
      run.now();
      run.call(new StepKey("a"), echo, input);
      return run.call(new StepKey("b"), echo, input);
    });

    assertThat(times).hasValue(4);
  }

  @Test
  void steps_together_runTheLastFirst() {
    List<String> order = new ArrayList<>();
    Operation<String, String> note = Operation.leaf("note", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
      order.add(input);
      return input;
    });
    engine.register(note);

    execute((input, run) -> {
      run.callAll(List.of(Call.of(new StepKey("a"), note, "1"), Call.of(new StepKey("b"), note, "2")), 2);
      return "";
    });

    assertThat(order).containsExactly("2", "1");
  }

  @Test
  void result_isNotTheObjectThatTheBodyReturned() {
    List<Box> made = new ArrayList<>();
    List<Box> arrived = new ArrayList<>();
    Operation<String, Box> make =
        Operation.leaf("make", Effect.NONE, Codecs.text(), Codecs.json(Box.class), (input, step) -> {
          Box box = new Box(input);
          made.add(box);
          return box;
        });
    engine.register(make);

    execute((input, run) -> {
      arrived.add(run.call(new StepKey("a"), make, input));
      return "";
    });

    assertThat(arrived.getFirst()).isEqualTo(made.getFirst()).isNotSameAs(made.getFirst());
  }

  @Test
  void code_thatAsksForOtherThingsEachTime_fails() {
    AtomicInteger chance = new AtomicInteger();

    var result = execute((input, run) ->
        run.call(new StepKey("a"), echo, "" + chance.incrementAndGet()) + run.call(new StepKey("b"), echo, input));

    assertThat(result).isInstanceOfSatisfying(
        RunResult.Failed.class, failed -> assertThat(failed.text()).contains("executed again").contains("'a'"));
  }

  @Test
  void code_thatStopsAskingTheSecondTime_fails() {
    AtomicInteger times = new AtomicInteger();

    var result = execute((input, run) -> times.incrementAndGet() == 1 ? run.call(new StepKey("a"), echo, input) : input);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
  }

  @Test
  void code_thatWaitsForOtherThingsEachTime_fails() {
    AtomicInteger chance = new AtomicInteger();
    Body.Composite<String, String> body = (input, run) -> {
      Wait wait = new Wait(new StepKey("ok"), Instant.EPOCH, "{\"chance\":" + chance.incrementAndGet() + "}");
      return run.awaitAny(List.of(wait), Codecs.text()).key().path();
    };

    assertThat(execute(body)).isInstanceOfSatisfying(
        RunResult.Failed.class, failed -> assertThat(failed.text()).contains("executed again").contains("chance"));
  }

  @Test
  void code_thatUsesItsRunOnAnotherThread_fails() {
    var result = execute((input, run) -> {
      var elsewhere = new FutureTask<>(() -> run.call(new StepKey("a"), echo, input));
      Thread.startVirtualThread(elsewhere);
      try {
        return elsewhere.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    });

    assertThat(result).isInstanceOfSatisfying(
        RunResult.Failed.class, failed -> assertThat(failed.text()).contains("not on the thread"));
  }

  record Box(String text) {}

  private RunResult<String> execute(Body.Composite<String, String> body) {
    Operation<String, String> main = Operation.composite("main", Codecs.text(), Codecs.text(), body);
    engine.register(main);
    engine.register(echo);
    return engine.execute(
        new RunId("run"), new Definition("test", "{}"), main, "input", new Cancellation(), event -> {});
  }
}
