package dev.catena.conformance;

import dev.catena.run.Answer;
import dev.catena.run.Attempt;
import dev.catena.run.Call;
import dev.catena.run.CanonicalJson;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.Run;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import dev.catena.run.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The executions of one composite's code within one execution of its run: each finds the answers that the ones before got, makes
/// one step more and is thrown away.
final class Passes {
  private final Run run;
  private final HostileEngine engine;
  private final Thread thread = Thread.currentThread();
  private final List<Known> answers = new ArrayList<>();

  Passes(Run run, HostileEngine engine) {
    this.run = run;
    this.engine = engine;
  }

  /// A question in words, to compare, and its answers as JSON; a failed attempt as it is.
  private record Known(String question, List<Attempt<String>> attempts) {}

  /// An answer as JSON.
  private record Decided(String key, Optional<String> json, Instant at) {
    static final Codec<Decided> CODEC = Codecs.json(Decided.class);

    static Decided of(Answer<String> answer) {
      return new Decided(answer.key().path(), answer.decision(), answer.at());
    }
  }

  /// Ends a pass.
  private static final class Spent extends Error {
    private static final long serialVersionUID = 1L;

    Spent() {
      super("the code is executed again from the top", null, false, false);
    }
  }

  Pass next() {
    return new Pass();
  }

  /// Passes JSON on as it is.
  private static final class Raw implements Codec<String> {
    @Override
    public String encode(String value) {
      return value;
    }

    @Override
    public String decode(String json) {
      return json;
    }
  }

  /// One execution's view of the run.
  final class Pass implements Run {
    private int asked;
    private boolean spent;

    boolean isSpent() {
      return spent;
    }

    /// The code has returned: it must have asked for all that it asked for before.
    void requireAllAsked() {
      if (asked < answers.size()) {
        throw unsteady(answers.get(asked).question(), "nothing more");
      }
    }

    @Override
    public RunId id() {
      return run.id();
    }

    @Override
    public Definition definition() {
      return run.definition();
    }

    @Override
    public Instant now() {
      Optional<List<Attempt<String>>> known = find("the time");
      if (known.isPresent()) {
        return Instant.parse(known.get().getFirst().orThrow());
      }
      throw found("the time", List.of(new Attempt.Succeeded<>(run.now().toString(), 1)));
    }

    @Override
    public Instant movingSince() {
      return run.movingSince();
    }

    @Override
    public <I, O> List<Attempt<O>> callAll(List<Call<I, O>> calls, int atOnce) {
      String question = calls.stream().map(this::describe).toList().toString();
      Optional<List<Attempt<String>>> known = find(question);
      if (known.isEmpty()) {
        throw found(question, make(calls, atOnce));
      }
      List<Attempt<O>> attempts = new ArrayList<>();
      for (int i = 0; i < calls.size(); i++) {
        Codec<O> out = calls.get(i).operation().out();
        attempts.add(switch (known.get().get(i)) {
          case Attempt.Succeeded<String> s -> new Attempt.Succeeded<>(out.decode(s.value()), s.number());
          case Attempt.Failed<String> f -> new Attempt.Failed<>(f.code(), f.text(), f.retryable(), f.number());
          case Attempt.Unknown<String> u -> new Attempt.Unknown<>(u.text(), u.number());
        });
      }
      return attempts;
    }

    /// One after the other, the last first.
    private <I, O> List<Attempt<String>> make(List<Call<I, O>> calls, int atOnce) {
      List<Call<I, O>> hostile = calls.stream()
          .map(call -> new Call<>(
              call.key(), engine.hostile(call.operation()), call.input(), call.identity(), call.deadline()))
          .toList();
      List<Attempt<O>> made = run.callAll(hostile.reversed(), Math.min(atOnce, 1)).reversed();
      List<Attempt<String>> attempts = new ArrayList<>();
      for (int i = 0; i < calls.size(); i++) {
        Codec<O> out = calls.get(i).operation().out();
        attempts.add(switch (made.get(i)) {
          case Attempt.Succeeded<O> s -> new Attempt.Succeeded<>(out.encode(s.value()), s.number());
          case Attempt.Failed<O> f -> new Attempt.Failed<>(f.code(), f.text(), f.retryable(), f.number());
          case Attempt.Unknown<O> u -> new Attempt.Unknown<>(u.text(), u.number());
        });
      }
      return attempts;
    }

    private <I, O> String describe(Call<I, O> call) {
      return "'%s': %s %s as %s".formatted(
          call.key(),
          call.operation().name(),
          CanonicalJson.of(call.operation().in().encode(call.input())),
          call.identity());
    }

    @Override
    public <T> Answer<T> awaitAny(List<Wait> waits, Codec<T> type) {
      String question = "the first decision of " + waits;
      Optional<List<Attempt<String>>> known = find(question);
      if (known.isEmpty()) {
        var answer = run.awaitAny(waits, new Raw());
        throw found(question, List.of(new Attempt.Succeeded<>(Decided.CODEC.encode(Decided.of(answer)), 1)));
      }
      Decided decided = Decided.CODEC.decode(known.get().getFirst().orThrow());
      return new Answer<>(new StepKey(decided.key()), decided.json().map(type::decode), decided.at());
    }

    /// The answer that an earlier pass got to its question at this point, which must have been the same.
    private Optional<List<Attempt<String>>> find(String question) {
      if (Thread.currentThread() != thread) {
        throw new IllegalStateException("the code asks for %s on %s, not on the thread that the engine runs it on"
            .formatted(question, Thread.currentThread()));
      }
      if (spent) {
        throw new Spent();
      }
      if (asked == answers.size()) {
        return Optional.empty();
      }
      Known answer = answers.get(asked++);
      if (!answer.question().equals(question)) {
        throw unsteady(answer.question(), question);
      }
      return Optional.of(answer.attempts());
    }

    private Spent found(String question, List<Attempt<String>> attempts) {
      answers.add(new Known(question, attempts));
      spent = true;
      return new Spent();
    }

    private IllegalStateException unsteady(String before, String now) {
      return new IllegalStateException(
          "executed again, the code asks for %s where it asked for %s; does it read a clock or draw a random number?"
              .formatted(now, before));
    }
  }
}
