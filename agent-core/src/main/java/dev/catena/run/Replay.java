package dev.catena.run;

import dev.catena.journal.JournalException;
import dev.catena.run.History.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One execution of a run's code against its record: no body runs and nothing is written. For the one thread that executes it.
///
/// The code comes to its recorded end, or to where the record of a run that did not end stops. If it asks for anything else than
/// what is recorded it has diverged.
final class Replay {
  private static final String THE_END = "the end of its code";

  private final RunId id;
  private final Definition definition;
  private final RunJournal journal;
  private final Instant began;
  private final Watch watch;
  private final List<Wait> waits = new ArrayList<>();
  private @Nullable DivergedException diverged;
  private @Nullable String missing; // what the code asks for first that has no record

  /// @param journal of a run that was started
  /// @param began the present time
  Replay(RunId id, RunJournal journal, Instant began, Watch watch) {
    this.id = id;
    this.definition = journal.definition().orElseThrow();
    this.journal = journal;
    this.began = began;
    this.watch = watch;
  }

  /// Executes the code from the top.
  ///
  /// @throws DivergedException if the code does not ask for what is recorded
  <I, O> RunResult<O> run(Operation<I, O> composite, Body.Composite<I, O> body) {
    try {
      O value = new Code(Scope.ROOT).run(body, composite.in().decode(journal.input()));
      return returned(value, composite.out().encode(value));
    } catch (Unwind unwind) {
      return unwound();
    } catch (JournalException | StandstillException | UnreadableRecordException e) {
      throw e;
    } catch (RuntimeException thrown) {
      return threw(Failure.of(thrown));
    }
  }

  private <O> RunResult<O> returned(O value, String json) {
    Optional<RunEntry.Line> end = end();
    if (end.isEmpty() || end.get().head() instanceof RunEntry.Cancelled) {
      return stopped(THE_END);
    }
    if (end.get().head() instanceof RunEntry.Ended(boolean completed, _, _) && completed && end.get().body().equals(json)) {
      return new RunResult.Completed<>(value);
    }
    throw new DivergedException(StepKey.of(THE_END), text(end.get()), json);
  }

  private <O> RunResult<O> threw(Failure failure) {
    Optional<RunEntry.Line> end = end();
    if (end.isEmpty() || end.get().head() instanceof RunEntry.Cancelled) {
      return stopped(THE_END);
    }
    if (end.get().head() instanceof RunEntry.Ended(boolean completed, String code, String text)
        && !completed && code.equals(failure.code()) && text.equals(failure.text())) {
      return new RunResult.Failed<>(code, text);
    }
    throw new DivergedException(
        StepKey.of(THE_END), text(end.get()), "the failure '%s': %s".formatted(failure.code(), failure.text()));
  }

  private <O> RunResult<O> unwound() {
    if (diverged != null) {
      throw diverged;
    }
    if (missing == null && end().isEmpty()) {
      return new RunResult.Suspended<>(waits.stream().sorted(Execution.BY_TIME).toList());
    }
    return stopped(missing == null ? "'" + waits.getFirst().key() + "'" : missing);
  }

  /// The record of a run that did not end stops before this, or it was cancelled here.
  private <O> RunResult<O> stopped(String next) {
    return end().map(line -> line.head() instanceof RunEntry.Cancelled(String reason)
            ? new RunResult.Cancelled<O>(reason)
            : null)
        .<RunResult<O>>map(cancelled -> cancelled)
        .orElseGet(() -> new RunResult.Interrupted<>("the record of the run ends before " + next));
  }

  private Optional<RunEntry.Line> end() {
    return journal.ended();
  }

  private boolean isOver() {
    return end().filter(line -> line.head() instanceof RunEntry.Ended).isPresent();
  }

  private static String text(RunEntry.Line end) {
    return end.head() instanceof RunEntry.Ended(boolean completed, String code, String text) && !completed
        ? "the failure '%s': %s".formatted(code, text)
        : end.body();
  }

  private Unwind diverge(StepKey key, String recorded, String asked) {
    diverged = diverged == null ? new DivergedException(key, recorded, asked) : diverged;
    return new Unwind();
  }

  /// The code asks for something that has no record.
  private Unwind miss(StepKey key, String asked) {
    if (isOver()) {
      return diverge(key, "not made", asked);
    }
    missing = missing == null ? "'" + key + "'" : missing;
    return new Unwind();
  }

  /// The view of one composite.
  private final class Code implements Run {
    private final Scope scope;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> waiting = new HashSet<>(); // keys of waits that have no answer yet
    private int timesRead;
    private boolean unwound;

    Code(Scope scope) {
      this.scope = scope;
    }

    <I, O> O run(Body.Composite<I, O> body, I input) {
      O value;
      try {
        value = body.run(input, this);
      } catch (RuntimeException e) {
        requireRunning();
        requireAllAsked("a failure: " + e.getMessage());
        throw e;
      }
      requireRunning();
      requireAllAsked(THE_END);
      return value;
    }

    @Override
    public RunId id() {
      return id;
    }

    @Override
    public Definition definition() {
      return definition;
    }

    @Override
    public Instant now() {
      int n = ++timesRead;
      return guarded(() -> journal.time(scope.path(), n).orElseThrow(() -> leave(StepKey.of("time " + n), "the time")));
    }

    @Override
    public Instant movingSince() {
      return began;
    }

    @Override
    public <I, O> List<Attempt<O>> callAll(List<Call<I, O>> calls, int atOnce) {
      if (atOnce < 1) {
        throw new IllegalArgumentException("atOnce must be at least 1: " + atOnce);
      }
      calls.forEach(call -> ask(call.key()));
      return guarded(() -> attempts(calls));
    }

    /// All that is recorded is told, also beside a step that has no record.
    private <I, O> List<Attempt<O>> attempts(List<Call<I, O>> calls) {
      List<Attempt<O>> attempts = new ArrayList<>();
      Unwind stop = null;
      for (Call<I, O> call : calls) {
        try {
          attempts.add(attempt(call));
        } catch (Unwind unwind) {
          stop = unwind;
        }
      }
      if (stop != null) {
        throw stop;
      }
      return attempts;
    }

    private <I, O> Attempt<O> attempt(Call<I, O> call) {
      Optional<History.Step> found = journal.step(new Place(scope.path(), call.key().path()));
      found.ifPresent(step -> compare(call, step));
      Optional<Attempt<O>> end = found.filter(step -> !step.again()).flatMap(step -> end(call, step));
      if (end.isPresent()) {
        watch.tell(new RunEvent.Ended(full(call.key()), call.operation().name(), end.get(), true));
        return end.get();
      }
      return switch (call.operation().body()) {
        case Body.Write<I, O> write -> new Attempt.Succeeded<>(write.result(), 1); // its record is elsewhere
        case Body.Composite<I, O> composite when !isOver() -> inside(call, composite);
        case Body.Composite<I, O> _, Body.Leaf<I, O> _ -> throw leave(call.key(), describe(call));
      };
    }

    private <I, O> Attempt<O> inside(Call<I, O> call, Body.Composite<I, O> composite) {
      try {
        new Code(scope.enter(call.key())).run(composite, call.input());
      } catch (RuntimeException notRecorded) {
        throw leave(call.key(), describe(call));
      }
      throw leave(call.key(), describe(call));
    }

    private <I, O> void compare(Call<I, O> call, History.Step step) {
      boolean same = step.last().operation().equals(call.operation().name())
          && step.last().inputHash().equals(InputHash.of(call.operation().in().identity(call.input())));
      if (!same) {
        String input = step.input().isEmpty() ? "input " + step.last().inputHash() : step.input();
        throw diverge(full(call.key()), "'%s' with %s".formatted(step.last().operation(), input), describe(call));
      }
    }

    private <I, O> Optional<Attempt<O>> end(Call<I, O> call, History.Step step) {
      int number = step.last().attempt();
      return switch (step.last()) {
        case RunEntry.Succeeded _ -> Optional.of(new Attempt.Succeeded<>(decode(call, step.body()), number));
        case RunEntry.Failed f -> Optional.of(new Attempt.Failed<>(f.code(), f.text(), f.retryable(), number));
        case RunEntry.Unknown u -> Optional.of(new Attempt.Unknown<>(u.text(), number));
        case RunEntry.Intent _ -> Optional.empty();
      };
    }

    private <I, O> O decode(Call<I, O> call, String body) {
      try {
        return call.operation().out().decode(body);
      } catch (RuntimeException e) {
        throw new UnreadableRecordException(full(call.key()), e);
      }
    }

    private static <I, O> String describe(Call<I, O> call) {
      return "'%s' with %s".formatted(call.operation().name(), call.operation().in().encode(call.input()));
    }

    @Override
    public <T> Answer<T> awaitAny(List<Wait> asks, Codec<T> type) {
      if (asks.isEmpty()) {
        throw new IllegalArgumentException("nothing to wait for");
      }
      List<Wait> first = asks.stream().filter(wait -> !waiting.contains(wait.key().path())).toList();
      first.forEach(wait -> ask(wait.key()));
      first.forEach(wait -> waiting.add(wait.key().path()));
      Answer<String> answer = guarded(() -> answer(asks, first));
      waiting.remove(answer.key().path());
      return new Answer<>(answer.key(), answer.decision().map(type::decode), answer.at());
    }

    private Answer<String> answer(List<Wait> asks, List<Wait> first) {
      for (Wait wait : first) {
        Wait asked = asRecorded(wait);
        watch.tell(new RunEvent.Asked(asked.key(), asked.until(), asked.question()));
      }
      Answer<String> answer = earliest(asks).orElseThrow(() -> suspend(asks));
      watch.tell(new RunEvent.Decided(full(answer.key()), answer.decision(), answer.at()));
      return answer;
    }

    /// The answer that was recorded before those of the other waits.
    private Optional<Answer<String>> earliest(List<Wait> asks) {
      record Found(StepKey key, History.Given end) {}
      return asks.stream()
          .flatMap(wait -> Stream.ofNullable(recorded(wait).given()).map(end -> new Found(wait.key(), end)))
          .min(Comparator.comparingInt(found -> found.end().order()))
          .map(found -> new Answer<>(found.key(), Optional.ofNullable(found.end().decision()), found.end().at()));
    }

    private Unwind suspend(List<Wait> asks) {
      if (isOver()) {
        return diverge(full(asks.getFirst().key()), "not decided", "a decision");
      }
      asks.forEach(wait -> waits.add(asRecorded(wait)));
      return new Unwind();
    }

    private Wait asRecorded(Wait wait) {
      History.Asked asked = recorded(wait);
      return new Wait(full(wait.key()), asked.until(), asked.question());
    }

    private History.Asked recorded(Wait wait) {
      return journal.wait(new Place(scope.path(), wait.key().path())).orElseThrow(() -> leave(wait.key(), "a decision"));
    }

    private StepKey full(StepKey inside) {
      return scope.key(inside);
    }

    private void ask(StepKey key) {
      if (!asked.add(key.path())) {
        throw new IllegalArgumentException(
            "step key '%s' is used twice; a key names one step of its composite".formatted(full(key)));
      }
    }

    /// The code leaves what is recorded here.
    private Unwind leave(StepKey key, String asking) {
      Optional<Unwind> left = left(asking);
      return left.orElseGet(() -> miss(full(key), asking));
    }

    private void requireAllAsked(String next) {
      left(next).ifPresent(unwind -> {
        throw unwind;
      });
    }

    /// All that is recorded must have been asked for by now.
    private Optional<Unwind> left(String next) {
      return journal.keys(scope.path()).stream()
          .filter(key -> !asked.contains(key))
          .findFirst()
          .map(other -> diverge(full(new StepKey(other)), "the next step", next));
    }

    private void requireRunning() {
      if (unwound) {
        throw new Unwind();
      }
    }

    private <T> T guarded(Supplier<T> work) {
      requireRunning();
      try {
        return work.get();
      } catch (Unwind unwind) {
        unwound = true;
        throw unwind;
      }
    }
  }
}
