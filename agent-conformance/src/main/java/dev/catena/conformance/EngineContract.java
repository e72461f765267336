package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.catena.run.Answer;
import dev.catena.run.Attempt;
import dev.catena.run.Body;
import dev.catena.run.Call;
import dev.catena.run.Cancellation;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.DivergedException;
import dev.catena.run.Effect;
import dev.catena.run.Engine;
import dev.catena.run.LiveEvent;
import dev.catena.run.Operation;
import dev.catena.run.Run;
import dev.catena.run.RunConflictException;
import dev.catena.run.RunEvent;
import dev.catena.run.RunId;
import dev.catena.run.RunResult;
import dev.catena.run.StepFailedException;
import dev.catena.run.StepKey;
import dev.catena.run.UnknownResultException;
import dev.catena.run.Wait;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Engine] must do. Extend it, say how your engine is opened and killed, and run it with JUnit.
///
/// The bodies count in this process: an engine that runs leaf bodies elsewhere needs a way to run them here.
@Timeout(60)
public abstract class EngineContract {
  private static final RunId ID = new RunId("run-1");
  private static final Definition DEFINITION = new Definition("test", "{}");
  private static final Body.Leaf<String, String> UPPER = (input, step) -> input.toUpperCase(Locale.ROOT);

  private final List<Engine> engines = new ArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<RunEvent> events = new CopyOnWriteArrayList<>();
  private Instant start = Instant.EPOCH;

  /// Opens an engine on what the earlier engines of this test have recorded.
  protected abstract Engine open();

  /// Ends the engine as the end of its process would: nothing that it still does is recorded, and what it held is free.
  protected abstract void kill(Engine engine);

  /// The time by the clock of the engines.
  protected abstract Instant time();

  /// Moves that clock forward.
  protected abstract void advance(Duration by);

  @BeforeEach
  void noteTheTime() {
    start = time();
  }

  @AfterEach
  void closeEngines() {
    engines.forEach(Engine::close);
  }

  // Running and replaying

  @Test
  void execute_compositeReturns_completed() {
    var upper = leaf("upper", Effect.NONE, UPPER);
    var main = main((input, run) -> run.call(key("a"), upper, input));

    assertThat(execute(engine(main, upper), main)).isEqualTo(new RunResult.Completed<>("INPUT"));
  }

  @Test
  void execute_endedRun_returnsTheRecordedResultAndMakesNoStep() {
    var count = counting("count", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), count, input));
    execute(engine(main, count), main);

    assertThat(execute(engine(main, count), main)).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(done).containsExactly("count");
  }

  @Test
  void execute_afterKill_goesOnAtTheFirstStepWithoutRecord() {
    var first = counting("first", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), first, input) + run.call(key("b"), fragile, input));
    executeAndDie(engine(main, first, fragile), main);

    assertThat(execute(engine(main, first, fragile), main)).isEqualTo(new RunResult.Completed<>("inputinput"));
    assertThat(done).containsExactly("first", "fragile 1", "fragile 1");
  }

  @Test
  void execute_compositeThrows_failureIsRecorded() {
    AtomicInteger times = new AtomicInteger();
    var main = main((input, run) -> {
      throw new IllegalStateException("no " + times.incrementAndGet());
    });
    execute(engine(main), main);

    assertThat(execute(engine(main), main))
        .isEqualTo(new RunResult.Failed<>("failed", "IllegalStateException: no 1"));
  }

  @Test
  void execute_sameIdOtherInput_conflict() {
    var main = main((input, run) -> input);
    Engine engine = engine(main);
    execute(engine, main);

    assertThatThrownBy(() -> engine.execute(ID, DEFINITION, main, "other", new Cancellation(), events::add))
        .isInstanceOf(RunConflictException.class)
        .hasMessageContaining("run-1")
        .hasMessageContaining("other");
  }

  @Test
  void execute_sameIdOtherComposite_conflict() {
    var main = main((input, run) -> input);
    Operation<String, String> second = Operation.composite("second", Codecs.text(), Codecs.text(), (input, run) -> input);
    Engine engine = engine(main, second);
    execute(engine, main);

    assertThatThrownBy(() -> execute(engine, second)).isInstanceOf(RunConflictException.class);
  }

  @Test
  void execute_twoCallersOneId_oneExecution() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    var slow = leaf("slow", Effect.NONE, (input, step) -> {
      done.add("slow");
      inside.countDown();
      go.await();
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), slow, input));
    Engine engine = engine(main, slow);
    var first = CompletableFuture.supplyAsync(() -> execute(engine, main), Thread::startVirtualThread);
    inside.await();
    var second = CompletableFuture.supplyAsync(() -> execute(engine, main), Thread::startVirtualThread);
    go.countDown();

    assertThat(second.get()).isEqualTo(first.get()).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(done).containsExactly("slow");
  }

  @Test
  void execute_otherDefinitionLater_theRecordedOneHolds() {
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), fragile, input) + run.definition().json());
    executeAndDie(engine(main, fragile), main);

    Definition later = new Definition("test", "{\"later\":true}");
    var result = engine(main, fragile).execute(ID, later, main, "input", new Cancellation(), events::add);

    assertThat(result).isEqualTo(new RunResult.Completed<>("input{}"));
  }

  @Test
  void resume_startedRun_usesTheRecordedInput() {
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), fragile, input));
    executeAndDie(engine(main, fragile), main);

    assertThat(engine(main, fragile).resume(ID, main, new Cancellation(), events::add))
        .isEqualTo(new RunResult.Completed<>("input"));
  }

  @Test
  void resume_unknownRun_refused() {
    var main = main((input, run) -> input);
    Engine engine = engine(main);

    assertThatThrownBy(() -> engine.resume(new RunId("nobody"), main, new Cancellation(), events::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void input_startedRun_theRecordedInput() {
    var main = main((input, run) -> input);
    Engine engine = engine(main);
    execute(engine, main);

    assertThat(engine.input(ID, main)).isEqualTo("input");
  }

  @Test
  void input_unknownRunOrOtherComposite_refused() {
    var main = main((input, run) -> input);
    Operation<String, String> second = Operation.composite("second", Codecs.text(), Codecs.text(), (input, run) -> input);
    Engine engine = engine(main, second);
    execute(engine, main);

    assertThatThrownBy(() -> engine.input(new RunId("nobody"), main))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> engine.input(ID, second)).isInstanceOf(RunConflictException.class);
  }

  @Test
  void now_afterKill_theRecordedTime() {
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> run.now() + run.call(key("a"), fragile, "") + run.now());
    Instant first = time();
    executeAndDie(engine(main, fragile), main);
    advance(Duration.ofHours(1));

    assertThat(execute(engine(main, fragile), main))
        .isEqualTo(new RunResult.Completed<>(first + "" + first.plus(Duration.ofHours(1))));
  }

  @Test
  void movingSince_afterKill_isTheTimeOfTheNewExecution() {
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    List<Instant> seen = new CopyOnWriteArrayList<>();
    var main = main((input, run) -> {
      seen.add(run.movingSince());
      return run.call(key("a"), fragile, input);
    });
    Instant first = time();
    executeAndDie(engine(main, fragile), main);
    advance(Duration.ofHours(1));
    execute(engine(main, fragile), main);

    assertThat(Set.copyOf(seen)).containsExactlyInAnyOrder(first, first.plus(Duration.ofHours(1)));
  }

  // Registration and keys

  @Test
  void register_anotherOperationWithTheName_refused() {
    Engine engine = engine(counting("same", Effect.NONE));

    assertThatThrownBy(() -> engine.register(counting("same", Effect.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same");
  }

  @Test
  void call_operationThatIsNotRegistered_failsTheRun() {
    var stranger = counting("stranger", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), stranger, input));

    assertThat(execute(engine(main), main)).isInstanceOfSatisfying(
        RunResult.Failed.class, failed -> assertThat(failed.text()).contains("stranger"));
    assertThat(done).isEmpty();
  }

  @Test
  void call_sameKeyTwice_failsTheRun() {
    var count = counting("count", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), count, input) + run.call(key("a"), count, input));

    assertThat(execute(engine(main, count), main)).isInstanceOfSatisfying(
        RunResult.Failed.class, failed -> assertThat(failed.text()).contains("'a'"));
    assertThat(done).containsExactly("count");
  }

  // How a step ends

  @Test
  void call_bodyThrowsStepFailed_recordedAsGiven() {
    var failing = leaf("failing", Effect.KEYED, (input, step) -> {
      throw new StepFailedException("no-stock", "none left", true);
    });

    assertThat(attempt(failing)).isEqualTo(new Attempt.Failed<>("no-stock", "none left", true, 1));
  }

  @Test
  void call_bodyThrows_recordedWithoutStackTrace() {
    var failing = leaf("failing", Effect.NONE, (input, step) -> {
      throw new IllegalStateException("broken\n\tat some.Frame(Frame.java:1)");
    });

    assertThat(attempt(failing)).isEqualTo(new Attempt.Failed<>("failed", "IllegalStateException: broken", false, 1));
  }

  @Test
  void call_bodyThrowsError_recordedAsFailure() {
    var failing = leaf("failing", Effect.NONE, (input, step) -> {
      throw new AssertionError("off script");
    });

    assertThat(attempt(failing)).isEqualTo(new Attempt.Failed<>("failed", "AssertionError: off script", false, 1));
  }

  @Test
  void call_virtualMachineFails_callerGetsTheErrorAndNothingIsRecorded() {
    AtomicInteger times = new AtomicInteger();
    var failing = leaf("failing", Effect.NONE, (input, step) -> {
      if (times.incrementAndGet() == 1) {
        throw new InternalError("the machine");
      }
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), failing, input));
    Engine engine = engine(main, failing);

    assertThatThrownBy(() -> execute(engine, main)).isInstanceOf(InternalError.class).hasMessage("the machine");
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("input"));
  }

  @Test
  void call_ioFailureInOnce_unknown() {
    var failing = leaf("failing", Effect.ONCE, (input, step) -> {
      throw new IllegalStateException(new IOException("connection reset"));
    });

    assertThat(attempt(failing)).isInstanceOf(Attempt.Unknown.class);
  }

  @Test
  void call_onceBodySaysThatNobodyKnows_unknown() {
    var failing = leaf("failing", Effect.ONCE, (input, step) -> {
      throw new UnknownResultException("sent, but not confirmed");
    });

    assertThat(attempt(failing)).isEqualTo(new Attempt.Unknown<>("sent, but not confirmed", 1));
  }

  @Test
  void call_ioFailureInKeyed_failed() {
    var failing = leaf("failing", Effect.KEYED, (input, step) -> {
      throw new IOException("connection reset");
    });

    assertThat(attempt(failing)).isEqualTo(new Attempt.Failed<>("failed", "IOException: connection reset", false, 1));
  }

  @Test
  void call_deadlinePasses_failed() {
    var slow = leaf("slow", Effect.NONE, waitingForInterrupt());

    assertThat(attempt(slow, call -> call.until(time().plusMillis(20)))).isInstanceOfSatisfying(
        Attempt.Failed.class, failed -> assertThat(failed.code()).isEqualTo("deadline"));
  }

  @Test
  void call_deadlinePassesInOnce_unknown() {
    var slow = leaf("slow", Effect.ONCE, waitingForInterrupt());

    assertThat(attempt(slow, call -> call.until(time().plusMillis(20)))).isInstanceOf(Attempt.Unknown.class);
  }

  @Test
  void call_deadlineOver_failedWithoutBeginning() {
    var count = counting("count", Effect.ONCE);

    assertThat(attempt(count, call -> call.until(time()))).isInstanceOfSatisfying(
        Attempt.Failed.class, failed -> assertThat(failed.code()).isEqualTo("deadline"));
    assertThat(done).isEmpty();
  }

  @Test
  void call_deadlineOfComposite_holdsForItsSteps() {
    var slow = leaf("slow", Effect.NONE, waitingForInterrupt());
    Operation<String, String> child = Operation.composite(
        "child", Codecs.text(), Codecs.text(), (input, run) -> run.call(key("a"), slow, input));
    var main = main((input, run) ->
        kind(run.callAll(List.of(Call.of(key("c"), child, input).until(run.now().plusMillis(20))), 1).getFirst()));

    assertThat(execute(engine(main, child, slow), main)).isEqualTo(new RunResult.Completed<>("deadline"));
  }

  // Effects and crashes

  @Test
  void none_killedInside_runsAgain() {
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());

    assertThat(attemptAfterKill(fragile)).isEqualTo(new Attempt.Succeeded<>("input", 1));
  }

  @Test
  void keyed_killedInside_runsAgainWithTheSameKey() {
    var fragile = leaf("fragile", Effect.KEYED, dyingOnce());

    assertThat(attemptAfterKill(fragile)).isEqualTo(new Attempt.Succeeded<>("input", 2));
    assertThat(done).containsExactly("fragile 1", "fragile 2");
    assertThat(keys).hasSize(2);
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  @Test
  void keyed_killedInsideAndDeadlineOver_runsAgainWithTheSameKey() {
    var fragile = leaf("fragile", Effect.KEYED, dyingOnce());
    Instant until = time().plus(Duration.ofMinutes(10));

    Attempt<String> attempt =
        attemptAfterKill(fragile, call -> call.until(until), () -> advance(Duration.ofHours(1)));

    assertThat(attempt).isEqualTo(new Attempt.Succeeded<>("input", 2));
    assertThat(keys).hasSize(2);
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  @Test
  void once_killedInsideAndDeadlineOver_unknown() {
    var fragile = leaf("fragile", Effect.ONCE, dyingOnce());
    Instant until = time().plus(Duration.ofMinutes(10));

    assertThat(attemptAfterKill(fragile, call -> call.until(until), () -> advance(Duration.ofHours(1))))
        .isInstanceOf(Attempt.Unknown.class);
    assertThat(done).containsExactly("fragile 1");
  }

  @Test
  void once_killedInside_neverAgainAndUnknown() {
    var fragile = leaf("fragile", Effect.ONCE, dyingOnce());

    assertThat(attemptAfterKill(fragile)).isInstanceOfSatisfying(
        Attempt.Unknown.class, unknown -> assertThat(unknown.number()).isEqualTo(1));
    assertThat(done).containsExactly("fragile 1");
  }

  @Test
  void once_unknown_callThrows() {
    var fragile = leaf("fragile", Effect.ONCE, dyingOnce());
    var main = main((input, run) -> {
      try {
        return run.call(key("a"), fragile, input);
      } catch (UnknownResultException e) {
        return "unknown";
      }
    });
    executeAndDie(engine(main, fragile), main);

    assertThat(execute(engine(main, fragile), main)).isEqualTo(new RunResult.Completed<>("unknown"));
  }

  @Test
  void idempotencyKey_sameIdentityUnderAnotherStepKey_same() {
    var note = noting();
    var main = main((input, run) -> {
      var call = Call.of(key("a"), note, input).as(new Call.Identity.InRun("0"));
      run.callAll(List.of(call), 1);
      run.callAll(List.of(Call.of(key("b"), note, input).as(call.identity())), 1);
      return "";
    });
    execute(engine(main, note), main);

    assertThat(keys).hasSize(2);
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  @Test
  void idempotencyKey_otherStepInputOrRun_differs() {
    var note = noting();
    var main = main((input, run) ->
        run.call(key("a"), note, input) + run.call(key("b"), note, input) + run.call(key("c"), note, "other"));
    Engine engine = engine(main, note);
    execute(engine, main);
    engine.execute(new RunId("run-2"), DEFINITION, main, "input", new Cancellation(), events::add);

    assertThat(keys).hasSize(6).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{64}"));
  }

  @Test
  void idempotencyKey_businessKey_sameAcrossRunsAndArguments() {
    var note = noting();
    var main = main((input, run) -> run
        .callAll(List.of(Call.of(key("a"), note, input).as(new Call.Identity.Business("order-1"))), 1)
        .getFirst()
        .orThrow());
    Engine engine = engine(main, note);
    execute(engine, main);
    engine.execute(new RunId("run-2"), DEFINITION, main, "other words", new Cancellation(), events::add);

    assertThat(keys).hasSize(2);
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  // Several steps

  @Test
  void callAll_severalCalls_keepsOrderAndOneFailureStopsNoOther() {
    var picky = leaf("picky", Effect.NONE, (input, step) -> {
      if (input.equals("1")) {
        throw new StepFailedException("odd", "not this one", false);
      }
      return input;
    });
    var main = main((input, run) -> String.join(
        ",",
        run.callAll(List.of(Call.of(key("0"), picky, "0"), Call.of(key("1"), picky, "1"), Call.of(key("2"), picky, "2")), 3)
            .stream()
            .map(EngineContract::kind)
            .toList()));

    assertThat(execute(engine(main, picky), main)).isEqualTo(new RunResult.Completed<>("0,odd,2"));
  }

  @Test
  void callAll_atOnce_boundsWhatRuns() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    var busy = leaf("busy", Effect.NONE, (input, step) -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      running.decrementAndGet();
      return input;
    });
    var main = main((input, run) -> {
      List<Call<String, String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(Call.of(key("k" + i), busy, input));
      }
      run.callAll(calls, 2);
      return input;
    });

    assertThat(execute(engine(main, busy), main)).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(most).hasValueBetween(1, 2);
  }

  @Test
  void callAll_killedBetween_onlyTheUnrecordedAreMadeAgain() {
    var count = counting("count", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> {
      run.callAll(List.of(Call.of(key("0"), count, input), Call.of(key("1"), fragile, input)), 1);
      return input;
    });
    executeAndDie(engine(main, count, fragile), main);

    assertThat(execute(engine(main, count, fragile), main)).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(done).filteredOn("fragile 1"::equals).hasSize(2);
    assertThat(done).contains("count");
  }

  @Test
  void call_composite_itsStepsAreKeyedUnderItsKey() {
    var count = counting("count", Effect.NONE);
    Operation<String, String> child = Operation.composite(
        "child", Codecs.text(), Codecs.text(), (input, run) -> run.call(key("leaf"), count, run.id().value()));
    var main = main((input, run) -> run.call(StepKey.of("round-1", "ask"), child, input));

    assertThat(execute(engine(main, child, count), main)).isEqualTo(new RunResult.Completed<>("run-1"));
    assertThat(events).extracting(event -> event.key().path()).contains("round-1/ask", "round-1/ask/leaf");
  }

  @Test
  void call_compositeEnded_isNotExecutedAgain() {
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    Operation<String, String> child = Operation.composite("child", Codecs.text(), Codecs.text(), (input, run) -> {
      done.add("child");
      return input;
    });
    var main = main((input, run) -> run.call(key("c"), child, input) + run.call(key("a"), fragile, input));
    executeAndDie(engine(main, child, fragile), main);
    execute(engine(main, child, fragile), main);

    assertThat(done).filteredOn("child"::equals).hasSize(1);
  }

  // Changed code

  @Test
  void diverge_anotherOperationUnderTheKey_stopsAndShowsBoth() {
    var one = counting("one", Effect.NONE);
    var two = counting("two", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var before = main((input, run) -> run.call(key("a"), one, input) + run.call(key("b"), fragile, input));
    var after = main((input, run) -> run.call(key("a"), two, input) + run.call(key("b"), fragile, input));
    executeAndDie(engine(before, one, fragile), before);

    Engine engine = engine(after, two, fragile);
    assertThatThrownBy(() -> execute(engine, after))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("one")
        .hasMessageContaining("two");
  }

  @Test
  void diverge_anotherInputOfAnEffect_stopsAndShowsBoth() {
    var pay = counting("pay", Effect.KEYED);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var before = main((input, run) -> run.call(key("a"), pay, "10 EUR") + run.call(key("b"), fragile, input));
    var after = main((input, run) -> run.call(key("a"), pay, "99 EUR") + run.call(key("b"), fragile, input));
    executeAndDie(engine(before, pay, fragile), before);

    Engine engine = engine(after, pay, fragile);
    assertThatThrownBy(() -> execute(engine, after))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("10 EUR")
        .hasMessageContaining("99 EUR");
    assertThat(done).filteredOn("pay"::equals).hasSize(1);
  }

  @Test
  void diverge_anotherInputWithoutEffect_theRecordStandsAndAnEventSaysSo() {
    var look = counting("look", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var before = main((input, run) -> run.call(key("a"), look, "old") + run.call(key("b"), fragile, input));
    var after = main((input, run) -> run.call(key("a"), look, "new") + run.call(key("b"), fragile, input));
    executeAndDie(engine(before, look, fragile), before);

    assertThat(execute(engine(after, look, fragile), after)).isEqualTo(new RunResult.Completed<>("oldinput"));
    assertThat(events).contains(new RunEvent.Diverged(key("a"), "look"));
  }

  @Test
  void diverge_recordedStepIsNoLongerAskedFor_stops() {
    var count = counting("count", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var before = main((input, run) -> run.call(key("a"), count, input) + run.call(key("b"), fragile, input));
    var after = main((input, run) -> run.call(key("new"), count, input) + run.call(key("b"), fragile, input));
    executeAndDie(engine(before, count, fragile), before);

    Engine engine = engine(after, count, fragile);
    assertThatThrownBy(() -> execute(engine, after))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("'new'");
  }

  @Test
  void idempotencyKey_sameAsAnotherOperations_isThatOperations() {
    var note = noting();
    var ask = leaf("ask", Effect.NONE, (input, step) -> {
      keys.add(step.idempotencyKey());
      return input;
    });
    var main = main((input, run) -> {
      run.callAll(List.of(Call.of(key("a"), note, input).as(new Call.Identity.InRun("0"))), 1);
      var same = new Call.Identity.SameAs("note", new Call.Identity.InRun("0"));
      return run.callAll(List.of(Call.of(key("b"), ask, input).as(same)), 1).getFirst().orThrow();
    });
    execute(engine(main, note, ask), main);

    assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
  }

  // Waiting

  @Test
  void await_noDecision_suspended() {
    var main = approving();
    Engine engine = engine(main);

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Suspended<>(List.of(wait("ok", 1))));
  }

  @Test
  void await_decided_goesOnInAnotherEngine() {
    var main = approving();
    execute(engine(main), main);
    Engine engine = engine(main);
    engine.decide(ID, key("ok"), "\"yes\"");

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("yes"));
  }

  @Test
  void await_timeOver_empty() {
    var main = approving();
    Engine engine = engine(main);
    execute(engine, main);
    advance(Duration.ofDays(2));

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("nobody"));
  }

  @Test
  void await_codeThatCatchesEverything_isSuspendedAllTheSame() {
    var main = main((input, run) -> {
      try {
        return run.await(key("ok"), Codecs.text(), run.now().plus(Duration.ofDays(1))).orElse("nobody");
      } catch (Throwable e) {
        return "caught";
      }
    });

    assertThat(execute(engine(main), main)).isInstanceOf(RunResult.Suspended.class);
  }

  @Test
  void await_inOneBranch_theOthersAreFinishedFirst() {
    var count = counting("count", Effect.NONE);
    Operation<String, String> asking = Operation.composite("asking", Codecs.text(), Codecs.text(), (input, run) ->
        run.await(key("ok"), Codecs.text(), run.now().plus(Duration.ofDays(1))).orElse("nobody"));
    Operation<String, String> working = Operation.composite(
        "working", Codecs.text(), Codecs.text(), (input, run) -> run.call(key("leaf"), count, input));
    var main = main((input, run) ->
        run.callAll(List.of(Call.of(key("0"), asking, input), Call.of(key("1"), working, input)), 1).stream()
            .map(EngineContract::kind)
            .reduce("", String::concat));
    Engine engine = engine(main, asking, working, count);

    assertThat(execute(engine, main)).isInstanceOf(RunResult.Suspended.class);
    assertThat(done).containsExactly("count");
    engine.decide(ID, StepKey.of("0", "ok"), "\"yes\"");
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("yesinput"));
    assertThat(done).containsExactly("count");
  }

  @Test
  void awaitAny_several_allAreToldByTime() {
    var main = approvingAll(wait("b", 2), wait("a", 2), wait("c", 1));
    Engine engine = engine(main);

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Suspended<>(List.of(wait("c", 1), wait("a", 2), wait("b", 2))));
    assertThat(engine.waiting(ID)).containsExactly(wait("c", 1), wait("a", 2), wait("b", 2));
  }

  @Test
  void awaitAny_decidedOneByOne_eachIsTakenInTheOrderOfTheDecisions() {
    var main = approvingAll(wait("a", 1), wait("b", 1), wait("c", 1));
    execute(engine(main), main);
    engine(main).decide(ID, key("c"), "\"1\"");

    assertThat(execute(engine(main), main)).isEqualTo(new RunResult.Suspended<>(List.of(wait("a", 1), wait("b", 1))));
    engine(main).decide(ID, key("b"), "\"2\"");
    engine(main).decide(ID, key("a"), "\"3\"");
    assertThat(execute(engine(main), main)).isEqualTo(new RunResult.Completed<>("c1b2a3"));
  }

  @Test
  void awaitAny_stepAfterTheFirstDecision_isMadeWhileTheOthersWait() {
    var count = counting("count", Effect.ONCE);
    var main = main((input, run) -> {
      Answer<String> first = run.awaitAny(List.of(wait("a", 1), wait("b", 1)), Codecs.text());
      run.call(first.key().child("done"), count, input);
      StepKey left = first.key().equals(key("a")) ? key("b") : key("a");
      return run.awaitAny(List.of(wait(left.path(), 1)), Codecs.text()).decision().orElse("nobody");
    });
    execute(engine(main, count), main);
    engine(main, count).decide(ID, key("b"), "\"yes\"");

    assertThat(execute(engine(main, count), main)).isEqualTo(new RunResult.Suspended<>(List.of(wait("a", 1))));
    assertThat(done).containsExactly("count");
    engine(main, count).decide(ID, key("a"), "\"no\"");
    assertThat(execute(engine(main, count), main)).isEqualTo(new RunResult.Completed<>("no"));
    assertThat(done).containsExactly("count");
  }

  @Test
  void awaitAny_moreWaitsTheSecondTime_allAreTold() {
    var main = main((input, run) -> {
      run.awaitAny(List.of(wait("a", 1), wait("b", 1)), Codecs.text());
      return run.awaitAny(List.of(wait("b", 1), wait("c", 1)), Codecs.text()).key().path();
    });
    Engine engine = engine(main);
    execute(engine, main);
    engine.decide(ID, key("a"), "\"yes\"");

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Suspended<>(List.of(wait("b", 1), wait("c", 1))));
    engine.decide(ID, key("c"), "\"yes\"");
    assertThat(execute(engine(main), main)).isEqualTo(new RunResult.Completed<>("c"));
  }

  @Test
  void awaitAny_timeOfOneOver_thatOneIsEmptyAndTheOthersWait() {
    var main = approvingAll(wait("a", 3), wait("b", 1));
    Engine engine = engine(main);
    execute(engine, main);
    RunResult<String> before = new RunResult.Suspended<>(List.of(wait("a", 3)));
    advance(Duration.ofDays(2));

    assertThat(execute(engine, main)).isEqualTo(before);
    engine.decide(ID, key("a"), "\"1\"");
    assertThat(execute(engine(main), main)).isEqualTo(new RunResult.Completed<>("b?a1"));
  }

  @Test
  void awaitAny_decided_saysWhen() {
    List<Instant> times = new CopyOnWriteArrayList<>();
    var main = main((input, run) -> {
      times.add(run.awaitAny(List.of(wait("ok", 1)), Codecs.text()).at());
      return "";
    });
    Engine engine = engine(main);
    execute(engine, main);
    advance(Duration.ofHours(3));
    Instant decided = time();
    engine.decide(ID, key("ok"), "\"yes\"");
    advance(Duration.ofHours(3));
    execute(engine, main);

    assertThat(times).isNotEmpty().containsOnly(decided);
  }

  @Test
  void awaitAny_events_areToldEachTime() {
    var main = approvingAll(wait("ok", 1));
    Engine engine = engine(main);
    execute(engine, main);
    Wait asked = wait("ok", 1);
    assertThat(events).containsExactly(new RunEvent.Asked(asked.key(), asked.until(), asked.question()));
    engine.decide(ID, key("ok"), "\"1\"");
    events.clear();
    execute(engine, main);

    assertThat(events).containsExactly(
        new RunEvent.Asked(asked.key(), asked.until(), asked.question()),
        new RunEvent.Decided(asked.key(), Optional.of("\"1\""), time()));
  }

  @Test
  void awaitAny_keyThatWasAnswered_failsTheRun() {
    var main = main((input, run) -> {
      run.awaitAny(List.of(wait("ok", 1)), Codecs.text());
      return run.awaitAny(List.of(wait("ok", 1)), Codecs.text()).key().path();
    });
    Engine engine = engine(main);
    execute(engine, main);
    engine.decide(ID, key("ok"), "\"yes\"");

    assertThat(execute(engine, main)).isInstanceOf(RunResult.Failed.class);
  }

  @Test
  void waiting_runThatIsNotThere_refused() {
    Engine engine = engine();

    assertThatThrownBy(() -> engine.waiting(ID)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("run-1");
  }

  @Test
  void waiting_decided_isEmpty() {
    var main = approving();
    Engine engine = engine(main);
    execute(engine, main);
    engine.decide(ID, key("ok"), "\"yes\"");

    assertThat(engine.waiting(ID)).isEmpty();
  }

  @Test
  void decide_notWaiting_refused() {
    var main = approving();
    Engine engine = engine(main);
    execute(engine, main);

    assertThatThrownBy(() -> engine.decide(ID, key("other"), "\"yes\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }

  @Test
  void decide_twice_refused() {
    var main = approving();
    Engine engine = engine(main);
    execute(engine, main);
    engine.decide(ID, key("ok"), "\"yes\"");

    assertThatThrownBy(() -> engine.decide(ID, key("ok"), "\"no\"")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decide_manyAtOnce_allAreTaken() {
    Wait[] waits = IntStream.range(0, 40).mapToObj(i -> wait("w" + i, 1)).toArray(Wait[]::new);
    var main = approvingAll(waits);
    Engine engine = engine(main);
    execute(engine, main);
    CompletableFuture<?>[] decisions = Stream.of(waits)
        .map(wait -> CompletableFuture.runAsync(() -> engine.decide(ID, wait.key(), "\"\""), Thread::startVirtualThread))
        .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(decisions).join();

    assertThat(engine.waiting(ID)).isEmpty();
    assertThat(execute(engine, main)).isInstanceOf(RunResult.Completed.class);
  }

  @Test
  void decide_whileTheRunMoves_isTakenInTheSameExecution() {
    var decide = leaf("decide", Effect.NONE, (input, step) -> {
      engines.getLast().decide(ID, key("b"), "\"inside\"");
      return input;
    });
    var main = main((input, run) -> {
      run.awaitAny(List.of(wait("a", 1), wait("b", 1)), Codecs.text());
      run.call(key("between"), decide, input);
      return run.awaitAny(List.of(wait("b", 1)), Codecs.text()).decision().orElse("nobody");
    });
    Engine engine = engine(main, decide);
    execute(engine, main);
    engine.decide(ID, key("a"), "\"yes\"");

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("inside"));
  }

  @Test
  void decide_timeOver_refused() {
    var main = approving();
    Engine engine = engine(main);
    execute(engine, main);
    advance(Duration.ofDays(2));

    assertThatThrownBy(() -> engine.decide(ID, key("ok"), "\"yes\"")).isInstanceOf(IllegalArgumentException.class);
  }

  // Cancelling

  @Test
  void cancel_stepWithoutEffect_isInterruptedAndTheRunHasEnded() {
    Cancellation cancellation = new Cancellation();
    var slow = leaf("slow", Effect.NONE, (input, step) -> {
      cancellation.cancel("enough");
      new CountDownLatch(1).await();
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), slow, input));
    Engine engine = engine(main, slow);

    assertThat(engine.execute(ID, DEFINITION, main, "input", cancellation, events::add))
        .isEqualTo(new RunResult.Cancelled<>("enough"));
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Cancelled<>("enough"));
    assertThat(engine(main, slow).resume(ID, main, new Cancellation(), events::add))
        .isEqualTo(new RunResult.Cancelled<>("enough"));
  }

  @Test
  void cancel_effectInFlight_isWaitedForAndRecorded() {
    Cancellation cancellation = new Cancellation();
    var pay = leaf("pay", Effect.ONCE, (input, step) -> {
      cancellation.cancel("enough");
      done.add(step.cancelled() + " " + Thread.currentThread().isInterrupted());
      return "paid";
    });
    var echo = counting("echo", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), pay, input) + run.call(key("b"), echo, input));
    Engine engine = engine(main, pay, echo);

    assertThat(engine.execute(ID, DEFINITION, main, "input", cancellation, events::add))
        .isEqualTo(new RunResult.Cancelled<>("enough"));
    events.clear();
    execute(engine, main);
    assertThat(events)
        .containsExactly(new RunEvent.Ended(key("a"), "pay", new Attempt.Succeeded<>("paid", 1), true));
    assertThat(done).containsExactly("true false");
  }

  @Test
  void cancel_beforehand_nothingIsBegunAndTheRunHasEnded() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel("too late");
    var count = counting("count", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), count, input));
    Engine engine = engine(main, count);

    assertThat(engine.execute(ID, DEFINITION, main, "input", cancellation, events::add))
        .isEqualTo(new RunResult.Cancelled<>("too late"));
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Cancelled<>("too late"));
    assertThat(done).isEmpty();
  }

  @Test
  void cancel_byOneOfTwoCallers_bothAreTold() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    var slow = leaf("slow", Effect.NONE, (input, step) -> {
      inside.countDown();
      new CountDownLatch(1).await();
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), slow, input));
    Engine engine = engine(main, slow);
    var first = CompletableFuture.supplyAsync(() -> execute(engine, main), Thread::startVirtualThread);
    inside.await();
    Cancellation impatience = new Cancellation();
    impatience.cancel("impatient");

    assertThat(engine.execute(ID, DEFINITION, main, "input", impatience, events::add))
        .isEqualTo(new RunResult.Cancelled<>("impatient"));
    assertThat(first.get()).isEqualTo(new RunResult.Cancelled<>("impatient"));
  }

  @Test
  void cancel_fromAnotherEngine_isNoticedWhileAStepRuns() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    var slow = leaf("slow", Effect.NONE, (input, step) -> {
      inside.countDown();
      new CountDownLatch(1).await();
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), slow, input));
    Engine executing = engine(main, slow);
    Engine other = engine(main, slow);
    var run = CompletableFuture.supplyAsync(() -> execute(executing, main), Thread::startVirtualThread);
    inside.await();

    assertThat(other.cancel(ID, "from afar")).isTrue();
    assertThat(run.get()).isEqualTo(new RunResult.Cancelled<>("from afar"));
    assertThat(execute(other, main)).isEqualTo(new RunResult.Cancelled<>("from afar"));
  }

  @Test
  void cancel_fromAnotherEngineDuringAnEffect_theEndIsRecordedAndNothingBeginsAfterIt() {
    List<Engine> other = new ArrayList<>();
    var pay = leaf("pay", Effect.ONCE, (input, step) -> {
      other.getFirst().cancel(ID, "from afar");
      return "paid";
    });
    var mail = counting("mail", Effect.ONCE);
    var main = main((input, run) -> run.call(key("a"), pay, input) + run.call(key("b"), mail, input));
    Engine executing = engine(main, pay, mail);
    other.add(engine(main, pay, mail));

    assertThat(execute(executing, main)).isEqualTo(new RunResult.Cancelled<>("from afar"));
    events.clear();
    execute(executing, main);
    assertThat(events)
        .containsExactly(new RunEvent.Ended(key("a"), "pay", new Attempt.Succeeded<>("paid", 1), true));
    assertThat(done).isEmpty();
  }

  @Test
  void cancel_fromAnotherEngineBeforeTheCodeReturns_theRunIsCancelled() {
    List<Engine> other = new ArrayList<>();
    var main = main((input, run) -> {
      other.getFirst().cancel(ID, "at the last moment");
      return input;
    });
    Engine executing = engine(main);
    other.add(engine(main));

    assertThat(execute(executing, main)).isEqualTo(new RunResult.Cancelled<>("at the last moment"));
  }

  @Test
  void cancel_runThatNobodyExecutes_endsAtOnceAndTellsWhatWasUnknown() {
    var fragile = leaf("fragile", Effect.ONCE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), fragile, input));
    executeAndDie(engine(main, fragile), main);
    Engine engine = engine(main, fragile);
    engine.cancel(ID, "given up");
    engine.cancel(ID, "again");
    events.clear();

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Cancelled<>("given up"));
    assertThat(events).singleElement().isInstanceOfSatisfying(
        RunEvent.Ended.class, ended -> assertThat(ended.attempt()).isInstanceOf(Attempt.Unknown.class));
    assertThat(done).containsExactly("fragile 1");
  }

  @Test
  void cancel_waitingRun_endsItAndADecisionIsRefused() {
    var main = approving();
    Engine engine = engine(main);
    execute(engine, main);

    assertThat(engine.cancel(ID, "no longer wanted")).isTrue();
    assertThatThrownBy(() -> engine.decide(ID, key("ok"), "\"yes\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cancelled");
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Cancelled<>("no longer wanted"));
  }

  @Test
  void cancel_endedRun_saysSoAndChangesNothing() {
    var main = main((input, run) -> input);
    Engine engine = engine(main);
    execute(engine, main);

    assertThat(engine.cancel(ID, "too late")).isFalse();
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("input"));
  }

  @Test
  void cancel_unknownRun_refused() {
    Engine engine = engine();

    assertThatThrownBy(() -> engine.cancel(new RunId("nobody"), "why"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }

  // Interrupting

  @Test
  void interrupt_ofTheCallingThread_isKeptAndTheRunGoesOnLater() {
    Thread caller = Thread.currentThread();
    AtomicInteger times = new AtomicInteger();
    var slow = leaf("slow", Effect.NONE, (input, step) -> {
      if (times.incrementAndGet() == 1) {
        caller.interrupt();
        new CountDownLatch(1).await();
      }
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), slow, input));
    Engine engine = engine(main, slow);

    var result = execute(engine, main);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isInstanceOf(RunResult.Interrupted.class);
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("input"));
  }

  @Test
  void interrupt_effectInFlight_isWaitedForAndRecorded() {
    Thread caller = Thread.currentThread();
    var pay = leaf("pay", Effect.ONCE, (input, step) -> {
      caller.interrupt();
      while (!step.cancelled()) {
        Thread.onSpinWait();
      }
      done.add("" + Thread.currentThread().isInterrupted());
      return "paid";
    });
    var echo = leaf("echo", Effect.NONE, (input, step) -> input);
    var main = main((input, run) -> run.call(key("a"), pay, input) + run.call(key("b"), echo, input));
    Engine engine = engine(main, pay, echo);

    assertThat(execute(engine, main)).isInstanceOf(RunResult.Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("paidinput"));
    assertThat(done).containsExactly("false");
  }

  @Test
  void interrupt_keyedBodyGivesUp_runsAgainWithTheSameKey() {
    Thread caller = Thread.currentThread();
    var pay = leaf("pay", Effect.KEYED, (input, step) -> {
      keys.add(step.idempotencyKey());
      if (step.attempt() == 1) {
        caller.interrupt();
        while (!step.cancelled()) {
          Thread.onSpinWait();
        }
        throw new InterruptedException();
      }
      return "paid";
    });
    var main = main((input, run) -> run.call(key("a"), pay, input));
    Engine engine = engine(main, pay);
    execute(engine, main);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("paid"));
    assertThat(keys).hasSize(2);
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  @Test
  void close_runInTheMiddle_standsStillAndGoesOnInAnotherEngine() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    var slow = leaf("slow", Effect.NONE, (input, step) -> {
      if (times.incrementAndGet() == 1) {
        inside.countDown();
        new CountDownLatch(1).await();
      }
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), slow, input));
    Engine closed = engine(main, slow);
    var run = CompletableFuture.supplyAsync(() -> execute(closed, main), Thread::startVirtualThread);
    inside.await();
    closed.close();

    assertThat(run.get()).isInstanceOf(RunResult.Interrupted.class);
    assertThat(execute(engine(main, slow), main)).isEqualTo(new RunResult.Completed<>("input"));
  }

  // Trying again

  @Test
  void retry_failedStep_getsANewAttemptAndTheRecordedStepsStand() {
    var count = counting("count", Effect.NONE);
    var flaky = leaf("flaky", Effect.NONE, failing(1));
    var main = main((input, run) -> run.call(key("a"), count, input) + run.call(key("b"), flaky, input));
    Engine engine = engine(main, count, flaky);

    assertThat(execute(engine, main)).isEqualTo(new RunResult.Failed<>("busy", "come back"));
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Failed<>("busy", "come back"));
    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("inputinput"));
    assertThat(execute(engine, main)).isEqualTo(new RunResult.Completed<>("inputinput"));
    assertThat(done).containsExactly("count", "attempt 1", "attempt 2");
  }

  @Test
  void retry_failsAgain_isRecordedAndCanBeTriedOnceMore() {
    var flaky = leaf("flaky", Effect.NONE, failing(2));
    var main = main((input, run) -> run.call(key("a"), flaky, input));
    Engine engine = engine(main, flaky);
    execute(engine, main);

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Failed<>("busy", "come back"));
    assertThat(retry(engine(main, flaky), main)).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(done).containsExactly("attempt 1", "attempt 2", "attempt 3");
  }

  @Test
  void retry_failedEffect_keepsItsIdempotencyKey() {
    var flaky = leaf("flaky", Effect.KEYED, failing(1));
    var main = main((input, run) -> run.call(key("a"), flaky, input));
    Engine engine = engine(main, flaky);
    execute(engine, main);

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(keys).hasSize(2);
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  @Test
  void retry_stepInsideComposites_theyAreExecutedAgain() {
    var count = counting("count", Effect.NONE);
    var flaky = leaf("flaky", Effect.NONE, failing(1));
    Operation<String, String> inner = Operation.composite("inner", Codecs.text(), Codecs.text(), (input, run) ->
        run.call(key("count"), count, input) + run.call(key("flaky"), flaky, input));
    Operation<String, String> outer = Operation.composite(
        "outer", Codecs.text(), Codecs.text(), (input, run) -> run.call(key("inner"), inner, input));
    var main = main((input, run) -> run.call(key("outer"), outer, input));
    Engine engine = engine(main, outer, inner, count, flaky);
    execute(engine, main);

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("inputinput"));
    assertThat(done).containsExactly("count", "attempt 1", "attempt 2");
    assertThat(events).contains(new RunEvent.Began(key("outer"), "outer", 2));
  }

  @Test
  void retry_severalStepsHadFailed_eachGetsOneNewAttempt() {
    var one = leaf("one", Effect.NONE, failing(1));
    var two = leaf("two", Effect.NONE, failing(1));
    var main = main((input, run) -> run.callAll(List.of(Call.of(key("1"), one, "a"), Call.of(key("2"), two, "b")), 1).stream()
        .map(Attempt::orThrow)
        .reduce("", String::concat));
    Engine engine = engine(main, one, two);
    execute(engine, main);

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("ab"));
    assertThat(done).containsExactlyInAnyOrder("attempt 1", "attempt 1", "attempt 2", "attempt 2");
  }

  @Test
  void retry_codeDidSomethingAfterTheFailure_thatNeedNotBeAskedForAgain() {
    var flaky = leaf("flaky", Effect.NONE, failing(1));
    var mail = counting("mail", Effect.ONCE);
    var main = main((input, run) -> {
      try {
        return run.call(key("a"), flaky, input);
      } catch (StepFailedException e) {
        run.call(key("mail"), mail, "it failed");
        throw e;
      }
    });
    Engine engine = engine(main, flaky, mail);
    execute(engine, main);

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("input"));
  }

  @Test
  void retry_aFailureThatTheCodeCopedWith_isNotMadeAgain() {
    var handled = leaf("handled", Effect.NONE, (input, step) -> {
      done.add("handled");
      throw new StepFailedException("odd", "not this one", false);
    });
    var flaky = leaf("flaky", Effect.NONE, failing(1));
    var main = main((input, run) ->
        kind(run.callAll(List.of(Call.of(key("a"), handled, input)), 1).getFirst()) + run.call(key("b"), flaky, input));
    Engine engine = engine(main, handled, flaky);
    execute(engine, main);

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("oddinput"));
    assertThat(done).containsExactly("handled", "attempt 1", "attempt 2");
  }

  @Test
  void retry_failureOfTheCode_isExecutedAgainOnTheRecord() {
    var count = counting("count", Effect.NONE);
    var broken = main((input, run) -> {
      run.call(key("a"), count, input);
      throw new IllegalStateException("a bug");
    });
    var repaired = main((input, run) -> run.call(key("a"), count, input) + "!");
    execute(engine(broken, count), broken);
    Engine same = engine(broken, count);

    assertThat(retry(same, broken)).isEqualTo(new RunResult.Failed<>("failed", "IllegalStateException: a bug"));
    assertThat(retry(engine(repaired, count), repaired)).isEqualTo(new RunResult.Completed<>("input!"));
    assertThat(done).containsExactly("count");
  }

  @Test
  void retry_unknownEffect_staysUnknown() {
    var fragile = leaf("fragile", Effect.ONCE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), fragile, input));
    executeAndDie(engine(main, fragile), main);
    Engine engine = engine(main, fragile);
    execute(engine, main);

    assertThat(retry(engine, main)).isInstanceOfSatisfying(
        RunResult.Failed.class, failed -> assertThat(failed.code()).isEqualTo("unknown"));
    assertThat(done).containsExactly("fragile 1");
  }

  @Test
  void retry_killedInTheNewAttempt_goesOnThere() {
    AtomicInteger times = new AtomicInteger();
    var pay = leaf("pay", Effect.KEYED, (input, step) -> {
      keys.add(step.idempotencyKey());
      done.add("attempt " + step.attempt());
      switch (times.incrementAndGet()) {
        case 1 -> throw new StepFailedException("busy", "come back", true);
        case 2 -> kill(engines.getLast());
        default -> {}
      }
      return "paid";
    });
    var main = main((input, run) -> run.call(key("a"), pay, input));
    Engine first = engine(main, pay);
    execute(first, main);
    assertThatThrownBy(() -> retry(first, main)).isInstanceOf(Throwable.class);

    assertThat(execute(engine(main, pay), main)).isEqualTo(new RunResult.Completed<>("paid"));
    assertThat(done).containsExactly("attempt 1", "attempt 2", "attempt 3");
    assertThat(Set.copyOf(keys)).hasSize(1);
  }

  @Test
  void retry_completedOrCancelledRun_returnsTheRecordedResult() {
    var main = main((input, run) -> input);
    var waiting = approving();
    Engine engine = engine(main);
    execute(engine, main);
    Engine other = engine(waiting);
    other.execute(new RunId("run-2"), DEFINITION, waiting, "input", new Cancellation(), events::add);
    other.cancel(new RunId("run-2"), "enough");

    assertThat(retry(engine, main)).isEqualTo(new RunResult.Completed<>("input"));
    assertThat(other.retry(new RunId("run-2"), waiting, new Cancellation(), events::add))
        .isEqualTo(new RunResult.Cancelled<>("enough"));
  }

  @Test
  void execute_failedRun_tellsAgainWhatItHadDone() {
    var count = counting("count", Effect.NONE);
    var flaky = leaf("flaky", Effect.NONE, failing(1));
    var main = main((input, run) -> run.call(key("a"), count, input) + run.call(key("b"), flaky, input));
    execute(engine(main, count, flaky), main);
    events.clear();
    execute(engine(main, count, flaky), main);

    assertThat(events).containsExactly(
        new RunEvent.Ended(key("a"), "count", new Attempt.Succeeded<>("input", 1), true),
        new RunEvent.Ended(key("b"), "flaky", new Attempt.Failed<>("busy", "come back", true, 1), true));
  }

  // Observers

  @Test
  void observer_seesBeginningShowingAndEnd() {
    var showing = leaf("showing", Effect.NONE, (input, step) -> {
      step.show(new Shown(input));
      return input;
    });
    var main = main((input, run) -> run.call(key("a"), showing, input));
    execute(engine(main, showing), main);

    assertThat(events).containsExactly(
        new RunEvent.Began(key("a"), "showing", 1),
        new RunEvent.Shown(key("a"), new Shown("input")),
        new RunEvent.Ended(key("a"), "showing", new Attempt.Succeeded<>("input", 1), false));
  }

  @Test
  void observer_recordFound_seesItAsReplayed() {
    var count = counting("count", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), count, input) + run.call(key("b"), fragile, input));
    executeAndDie(engine(main, count, fragile), main);
    events.clear();
    execute(engine(main, count, fragile), main);

    assertThat(events.getFirst())
        .isEqualTo(new RunEvent.Ended(key("a"), "count", new Attempt.Succeeded<>("input", 1), true));
  }

  @Test
  void observer_throws_theRunGoesOn() {
    var count = counting("count", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), count, input));

    var result = engine(main, count).execute(ID, DEFINITION, main, "input", new Cancellation(), event -> {
      throw new IllegalStateException("observer");
    });

    assertThat(result).isEqualTo(new RunResult.Completed<>("input"));
  }

  @Test
  void close_thenExecute_refused() {
    var main = main((input, run) -> input);
    Engine engine = engine(main);
    engine.close();

    assertThatThrownBy(() -> execute(engine, main)).isInstanceOf(IllegalStateException.class);
  }

  // Replaying and forking, where the engine can

  @Test
  void replay_endedRun_sameResultAndNoBodyRuns() {
    var count = counting("count", Effect.KEYED);
    var main = main((input, run) -> run.call(key("a"), count, input) + run.now());
    Engine engine = engine(main, count);
    var result = execute(engine, main);
    events.clear();
    advance(Duration.ofHours(1));

    assertThat(replay(engine, main)).isEqualTo(result);
    assertThat(events).containsExactly(new RunEvent.Ended(key("a"), "count", new Attempt.Succeeded<>("input", 1), true));
    assertThat(done).containsExactly("count");
  }

  @Test
  void replay_codeAsksForMoreThanRecorded_diverges() {
    var count = counting("count", Effect.NONE);
    List<String> keys = new CopyOnWriteArrayList<>(List.of("a"));
    var main = main((input, run) -> {
      keys.forEach(key -> run.call(key(key), count, input));
      return input;
    });
    Engine engine = engine(main, count);
    execute(engine, main);
    keys.add("b");

    assertThatThrownBy(() -> replay(engine, main)).isInstanceOf(DivergedException.class).hasMessageContaining("'b'");
    assertThat(done).containsExactly("count");
  }

  @Test
  void replay_otherInputOfAStepWithoutEffect_diverges() {
    var count = counting("count", Effect.NONE);
    AtomicInteger times = new AtomicInteger();
    var main = main((input, run) -> run.call(key("a"), count, "times " + times.incrementAndGet()));
    Engine engine = engine(main, count);
    execute(engine, main);

    assertThatThrownBy(() -> replay(engine, main)).isInstanceOf(DivergedException.class).hasMessageContaining("'a'");
  }

  @Test
  void replay_killedRun_namesTheStepThatComesNext() {
    var count = counting("count", Effect.NONE);
    var fragile = leaf("fragile", Effect.NONE, dyingOnce());
    var main = main((input, run) -> run.call(key("a"), count, input) + run.call(key("b"), fragile, input));
    executeAndDie(engine(main, count, fragile), main);

    assertThat(replay(engine(main, count, fragile), main)).isInstanceOfSatisfying(
        RunResult.Interrupted.class, stopped -> assertThat(stopped.reason()).contains("'b'"));
    assertThat(done).containsExactly("count", "fragile 1");
  }

  @Test
  void fork_beforeAStep_takesOverWhatWasBeforeAndHasKeysOfItsOwn() {
    var count = counting("count", Effect.NONE);
    var noting = noting();
    var main = main((input, run) -> run.call(key("a"), count, input) + run.call(key("b"), noting, input) + run.definition().json());
    Engine engine = engine(main, count, noting);
    execute(engine, main);
    RunId forked = new RunId("run-2");
    List<StepKey> taken = new ArrayList<>();
    fork(engine, () -> engine.fork(ID, forked, main, key("b"), Map.of(key("a"), "\"other\""), steps -> {
      taken.addAll(steps);
      return new Definition("test", "{\"fork\":true}");
    }));

    assertThat(engine.resume(forked, main, new Cancellation(), events::add)).isEqualTo(new RunResult.Completed<>("otherinput{\"fork\":true}"));
    assertThat(taken).containsExactly(key("a"));
    assertThat(done).containsExactly("count");
    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void fork_unknownStep_refusedWithThoseThatThereAre() {
    var count = counting("count", Effect.NONE);
    var main = main((input, run) -> run.call(key("a"), count, input));
    Engine engine = engine(main, count);
    execute(engine, main);

    assertThatThrownBy(() -> fork(engine, () -> engine.fork(ID, new RunId("run-2"), main, key("x"), Map.of(), steps -> DEFINITION)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("[a]");
  }

  // Means

  private RunResult<String> replay(Engine engine, Operation<String, String> composite) {
    try {
      return engine.replay(ID, composite, events::add);
    } catch (UnsupportedOperationException cannot) {
      return abort(engine + " cannot replay runs");
    }
  }

  private static void fork(Engine engine, Runnable fork) {
    try {
      fork.run();
    } catch (UnsupportedOperationException cannot) {
      abort(engine + " cannot fork runs");
    }
  }

  /// A live event for tests.
  private record Shown(String text) implements LiveEvent {}

  private static StepKey key(String path) {
    return new StepKey(path);
  }

  private static Operation<String, String> leaf(String name, Effect effect, Body.Leaf<String, String> body) {
    return Operation.leaf(name, effect, Codecs.text(), Codecs.text(), body);
  }

  private static Operation<String, String> main(BiFunction<String, Run, String> body) {
    return Operation.composite("main", Codecs.text(), Codecs.text(), body::apply);
  }

  private static Operation<String, String> approving() {
    return main((input, run) ->
        run.await(key("ok"), Codecs.text(), run.now().plus(Duration.ofDays(1))).orElse("nobody"));
  }

  /// Takes the decisions as they come, `?` for none in time.
  private static Operation<String, String> approvingAll(Wait... waits) {
    return main((input, run) -> {
      List<Wait> left = new ArrayList<>(List.of(waits));
      StringBuilder told = new StringBuilder();
      while (!left.isEmpty()) {
        Answer<String> answer = run.awaitAny(left, Codecs.text());
        told.append(answer.key()).append(answer.decision().orElse("?"));
        left.removeIf(wait -> wait.key().equals(answer.key()));
      }
      return told.toString();
    });
  }

  /// A wait from the start of the test for so many days.
  private Wait wait(String key, int days) {
    return new Wait(key(key), start.plus(Duration.ofDays(days)), key.equals("ok") ? "{}" : "{\"about\":\"" + key + "\"}");
  }

  private Operation<String, String> counting(String name, Effect effect) {
    return leaf(name, effect, (input, step) -> {
      done.add(name);
      return input;
    });
  }

  private Operation<String, String> noting() {
    return leaf("note", Effect.KEYED, (input, step) -> {
      keys.add(step.idempotencyKey());
      return input;
    });
  }

  /// Kills the newest engine in its first call.
  private Body.Leaf<String, String> dyingOnce() {
    AtomicInteger times = new AtomicInteger();
    return (input, step) -> {
      done.add("fragile " + step.attempt());
      keys.add(step.idempotencyKey());
      if (times.incrementAndGet() == 1) {
        kill(engines.getLast());
      }
      return input;
    };
  }

  private static Body.Leaf<String, String> waitingForInterrupt() {
    return (input, step) -> {
      new CountDownLatch(1).await();
      return input;
    };
  }

  private static String kind(Attempt<String> attempt) {
    return switch (attempt) {
      case Attempt.Succeeded<String> s -> s.value();
      case Attempt.Failed<String> f -> f.code();
      case Attempt.Unknown<String> u -> "unknown";
    };
  }

  private Engine engine(Operation<?, ?>... operations) {
    Engine engine = open();
    engines.add(engine);
    List.of(operations).forEach(engine::register);
    return engine;
  }

  private RunResult<String> execute(Engine engine, Operation<String, String> composite) {
    return engine.execute(ID, DEFINITION, composite, "input", new Cancellation(), events::add);
  }

  private RunResult<String> retry(Engine engine, Operation<String, String> composite) {
    return engine.retry(ID, composite, new Cancellation(), events::add);
  }

  /// Fails at first.
  private Body.Leaf<String, String> failing(int times) {
    AtomicInteger called = new AtomicInteger();
    return (input, step) -> {
      keys.add(step.idempotencyKey());
      done.add("attempt " + step.attempt());
      if (called.incrementAndGet() <= times) {
        throw new StepFailedException("busy", "come back", true);
      }
      return input;
    };
  }

  private void executeAndDie(Engine engine, Operation<String, String> composite) {
    assertThatThrownBy(() -> execute(engine, composite)).isInstanceOf(Throwable.class);
  }

  private Attempt<String> attempt(Operation<String, String> leaf) {
    return attempt(leaf, call -> call);
  }

  /// How a step of this leaf ends.
  private Attempt<String> attempt(
      Operation<String, String> leaf, UnaryOperator<Call<String, String>> change) {
    List<Attempt<String>> attempts = new CopyOnWriteArrayList<>();
    var main = attempting(leaf, change, attempts::add);
    execute(engine(main, leaf), main);
    return attempts.getLast();
  }

  private Attempt<String> attemptAfterKill(Operation<String, String> leaf) {
    return attemptAfterKill(leaf, call -> call, () -> {});
  }

  /// @param between what happens while nobody executes the run
  private Attempt<String> attemptAfterKill(
      Operation<String, String> leaf, UnaryOperator<Call<String, String>> change, Runnable between) {
    List<Attempt<String>> attempts = new CopyOnWriteArrayList<>();
    var main = attempting(leaf, change, attempts::add);
    executeAndDie(engine(main, leaf), main);
    between.run();
    execute(engine(main, leaf), main);
    return attempts.getLast();
  }

  private static Operation<String, String> attempting(
      Operation<String, String> leaf,
      UnaryOperator<Call<String, String>> change,
      Consumer<Attempt<String>> sink) {
    return main((input, run) -> {
      Attempt<String> attempt = run.callAll(List.of(change.apply(Call.of(key("a"), leaf, input))), 1).getFirst();
      sink.accept(attempt);
      return kind(attempt);
    });
  }
}
