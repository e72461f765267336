package dev.catena.run;

import dev.catena.run.History.Place;
import dev.catena.run.RunEntry.Expired;
import dev.catena.run.RunEntry.NowRead;
import dev.catena.run.RunEntry.Suspended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One composite's view of its root run.
final class Branch implements Run {
  private final Execution execution;
  private final Scope scope;
  private final Step step;
  private final Set<String> asked = new HashSet<>();
  private final Set<String> waiting = new HashSet<>(); // keys of waits that have no answer yet
  private int timesRead;
  private boolean live;
  private boolean unwound;

  /// @param deadline of the composite itself, for all its steps
  Branch(Execution execution, Scope scope, Optional<Instant> deadline) {
    this.execution = execution;
    this.scope = scope;
    this.step = new Step(execution, scope, deadline);
  }

  /// Runs the composite's code to its end.
  <I, O> O run(Body.Composite<I, O> body, I input) {
    O value;
    try {
      value = body.run(input, this);
    } catch (RuntimeException | Error e) {
      requireRunning();
      throw e;
    }
    requireRunning();
    goLive("the end of the code");
    return value;
  }

  /// What the code has to write with its end.
  List<Note> notes() {
    return step.notes();
  }

  /// Code that caught the unwinding and went on is unwound here.
  private void requireRunning() {
    if (unwound) {
      throw new Unwind();
    }
  }

  @Override
  public RunId id() {
    return execution.id();
  }

  @Override
  public Definition definition() {
    return execution.definition();
  }

  @Override
  public Instant now() {
    return guarded(() -> {
      int n = ++timesRead;
      return execution.journal().time(scope.path(), n).orElseGet(() -> readClock(n));
    });
  }

  @Override
  public Instant movingSince() {
    return execution.began();
  }

  private Instant readClock(int n) {
    execution.proceed();
    Instant time = execution.clock().instant();
    execution.appendSoon(new NowRead(scope.path(), n, time), "");
    return time;
  }

  @Override
  public <I, O> List<Attempt<O>> callAll(List<Call<I, O>> calls, int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce must be at least 1: " + atOnce);
    }
    calls.forEach(call -> execution.requireKnown(call.operation()));
    calls.forEach(call -> ask(call.key()));
    return guarded(() -> attempts(calls, atOnce));
  }

  private <I, O> List<Attempt<O>> attempts(List<Call<I, O>> calls, int atOnce) {
    List<Optional<Attempt<O>>> recorded = calls.stream().map(step::recorded).toList();
    List<Callable<Attempt<O>>> work = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Call<I, O> call = calls.get(i);
      if (recorded.get(i).isEmpty()) {
        goLive("'" + call.key() + "'");
        work.add(() -> step.make(call));
      }
    }
    if (!work.isEmpty()) {
      execution.proceed(); // on this thread, which somebody may have interrupted
    }
    var made = Fanout.all(work, atOnce, execution::interrupt).stream().map(this::end).toList().iterator();
    List<Attempt<O>> attempts = new ArrayList<>(calls.size());
    recorded.forEach(known -> attempts.add(known.or(made::next).orElseThrow(Unwind::new)));
    return attempts;
  }

  /// How a step ended; empty when it did not.
  private <O> Optional<Attempt<O>> end(Future<Attempt<O>> future) {
    if (future.state() == Future.State.SUCCESS) {
      return Optional.of(future.resultNow());
    }
    if (!(future.exceptionNow() instanceof Unwind)) {
      execution.breakOff(future.exceptionNow());
    }
    return Optional.empty();
  }

  @Override
  public <T> Answer<T> awaitAny(List<Wait> waits, Codec<T> type) {
    if (waits.isEmpty()) {
      throw new IllegalArgumentException("nothing to wait for");
    }
    List<Wait> first = waits.stream().filter(wait -> !waiting.contains(wait.key().path())).toList();
    first.forEach(wait -> ask(wait.key()));
    first.forEach(wait -> waiting.add(wait.key().path()));
    Answer<String> answer = guarded(() -> answer(waits, first));
    waiting.remove(answer.key().path());
    return new Answer<>(answer.key(), answer.decision().map(type::decode), answer.at());
  }

  /// @param first those of the waits that this execution asks for the first time
  private Answer<String> answer(List<Wait> waits, List<Wait> first) {
    first.forEach(this::record);
    Answer<String> answer = earliest(waits).or(() -> expire(waits)).orElseThrow(() -> suspend(waits));
    execution.watch().tell(new RunEvent.Decided(scope.key(answer.key()), answer.decision(), answer.at()));
    return answer;
  }

  private void record(Wait wait) {
    if (execution.journal().wait(place(wait)).isEmpty()) {
      goLive("'" + wait.key() + "'");
      execution.proceed();
      execution.append(new Suspended(scope.path(), wait.key().path(), wait.until()), wait.question());
    }
    Wait asked = asRecorded(wait);
    execution.watch().tell(new RunEvent.Asked(asked.key(), asked.until(), asked.question()));
  }

  /// The answer that was recorded before those of the other waits.
  private Optional<Answer<String>> earliest(List<Wait> waits) {
    record Found(StepKey key, History.Given end) {}
    return waits.stream()
        .flatMap(wait -> Stream.ofNullable(recorded(wait).given()).map(end -> new Found(wait.key(), end)))
        .min(Comparator.comparingInt(found -> found.end().order()))
        .map(found -> new Answer<>(found.key(), Optional.ofNullable(found.end().decision()), found.end().at()));
  }

  /// Ends the wait whose time was over first. A decision that arrives while this is written wins.
  private Optional<Answer<String>> expire(List<Wait> waits) {
    Instant now = execution.clock().instant();
    Optional<Wait> over = waits.stream()
        .filter(wait -> !now.isBefore(recorded(wait).until()))
        .min(Comparator.comparing(wait -> recorded(wait).until()));
    if (over.isEmpty()) {
      return Optional.empty();
    }
    execution.proceed();
    execution.append(new Expired(scope.path(), over.get().key().path()), "", List.of());
    return earliest(waits);
  }

  private Unwind suspend(List<Wait> waits) {
    return execution.suspend(waits.stream().map(this::asRecorded).toList());
  }

  private Wait asRecorded(Wait wait) {
    History.Asked asked = recorded(wait);
    return new Wait(scope.key(wait.key()), asked.until(), asked.question());
  }

  private History.Asked recorded(Wait wait) {
    return execution.journal().wait(place(wait)).orElseThrow();
  }

  private Place place(Wait wait) {
    return new Place(scope.path(), wait.key().path());
  }

  private void ask(StepKey key) {
    if (!asked.add(key.path())) {
      throw new IllegalArgumentException(
          "step key '%s' is used twice; a key names one step of its composite".formatted(scope.key(key)));
    }
  }

  /// The code leaves what is recorded here. All that is recorded must have been asked for by now, or the code has changed:
  /// only steps of one batch are recorded out of order.
  private void goLive(String next) {
    if (live) {
      return;
    }
    for (String other : execution.journal().keys(scope.path())) {
      if (!asked.contains(other)) {
        throw execution.breakOff(new DivergedException(scope.key(new StepKey(other)), "the next step", next));
      }
    }
    live = true;
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
