package dev.catena.run;

import dev.catena.run.RunEntry.Line;
import dev.catena.run.RunEntry.StepEntry;
import dev.catena.journal.JsonSequence;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a run's journal says, by key. Not safe for use by several threads; [RunJournal] guards it.
final class History {
  private final Map<Place, Step> steps = new LinkedHashMap<>();
  private final Map<Place, Asked> waits = new LinkedHashMap<>();
  private final Map<Place, TimeRead> times = new HashMap<>();
  private final Map<Place, Integer> begun = new HashMap<>(); // the line in which a step or a wait was first recorded
  private final Set<Place> overtaken = new HashSet<>(); // recorded after a step that was made again since
  private int lines;
  private int ends;
  private RunEntry.@Nullable Started started;
  private RunEntry.@Nullable Forked forked;
  private String input = "";
  private String definition = "";
  private @Nullable String cancelAsked;
  private @Nullable Line ended;
  private @Nullable RunEntry last;

  /// A step's name within its composite.
  record Place(String scope, String key) {}

  /// The newest attempt of a step: its intent, or its end.
  ///
  /// @param input of a step with an effect; otherwise empty
  /// @param body the result, if there is one
  /// @param idempotencyKey of a step with an effect; otherwise empty
  /// @param line the entry's place in the record, from 1
  /// @param again whether it had failed and is to be made again
  record Step(StepEntry last, String input, String body, String idempotencyKey, int line, boolean again) {
    boolean isOpen() {
      return last instanceof RunEntry.Intent;
    }

    Step ended(StepEntry end, String result, int at) {
      return new Step(end, input, result, idempotencyKey, at, false);
    }

    Step madeAgain() {
      return new Step(last, input, body, idempotencyKey, line, true);
    }
  }

  private record TimeRead(Instant time, int line) {}

  /// A wait for a decision.
  ///
  /// @param given its end; null while there is none
  record Asked(String question, Instant until, @Nullable Given given) {
    boolean isOpen() {
      return given == null;
    }

    /// What came first stands.
    Asked end(Given end) {
      return isOpen() ? new Asked(question, until, end) : this;
    }
  }

  /// The end of a wait.
  ///
  /// @param order the entry's place in the record, from 1
  /// @param decision null when none came in time
  record Given(int order, @Nullable String decision, Instant at) {}

  void add(Line line) {
    last = line.head();
    lines++;
    switch (line.head()) {
      case RunEntry.Started h -> {
        started = h;
        List<String> texts = JsonSequence.texts(line.body());
        input = texts.getFirst();
        definition = texts.getLast();
      }
      case RunEntry.Forked h -> forked = h;
      case RunEntry.Intent h -> steps.put(begin(h.scope(), h.key()), new Step(h, line.body(), "", h.idempotencyKey(), lines, false));
      case StepEntry h -> steps.merge(
          begin(h.scope(), h.key()),
          new Step(h, "", line.body(), "", lines, false),
          (old, end) -> old.ended(h, line.body(), lines));
      case RunEntry.NowRead h -> times.put(new Place(h.scope(), Integer.toString(h.n())), new TimeRead(h.time(), lines));
      case RunEntry.Suspended h -> waits.put(
          begin(h.scope(), h.key()), new Asked(line.body().isEmpty() ? "{}" : line.body(), h.until(), null));
      case RunEntry.Decided h -> end(new Place(h.scope(), h.key()), line.body(), line.at());
      case RunEntry.Expired h -> end(new Place(h.scope(), h.key()), null, line.at());
      case RunEntry.StandsStill h -> {}
      case RunEntry.CancelAsked h -> cancelAsked = cancelAsked == null ? h.reason() : cancelAsked;
      case RunEntry.Cancelled h -> ended = line;
      case RunEntry.Ended h -> {
        ended = line;
        ends++;
      }
      case RunEntry.Retried h -> {
        ended = null;
        h.steps().forEach(this::open);
      }
    }
  }

  private void end(Place place, @Nullable String decision, Instant at) {
    Given end = new Given(lines, decision, at);
    waits.computeIfPresent(place, (key, wait) -> wait.end(end));
  }

  private Place begin(String scope, String key) {
    Place place = new Place(scope, key);
    begun.putIfAbsent(place, lines);
    return place;
  }

  /// The step had failed and is to be made again. What its composite did after the failure may not be asked for any more.
  private void open(Place step) {
    int line = begun.getOrDefault(step, lines);
    steps.computeIfPresent(step, (place, known) -> known.madeAgain());
    begun.forEach((place, at) -> {
      if (place.scope().equals(step.scope()) && at > line) {
        overtaken.add(place);
      }
    });
    times.entrySet().removeIf(read -> read.getKey().scope().equals(step.scope()) && read.getValue().line() > line);
  }

  Optional<RunEntry.Started> started() {
    return Optional.ofNullable(started);
  }

  /// Where the run branched off another; empty for a run that did not.
  Optional<RunEntry.Forked> forked() {
    return Optional.ofNullable(forked);
  }

  /// The run's input as JSON.
  String input() {
    return input;
  }

  /// What made the run.
  Optional<Definition> definition() {
    return started().map(start -> new Definition(start.definition(), definition));
  }

  /// Why the run is to be cancelled; empty when nobody wants that.
  Optional<String> cancelAsked() {
    return Optional.ofNullable(cancelAsked);
  }

  /// The last entry, a [RunEntry.Ended] or [RunEntry.Cancelled], of a run that has ended.
  Optional<Line> ended() {
    return Optional.ofNullable(ended);
  }

  /// How many entries there are that this release knows.
  int lines() {
    return lines;
  }

  /// How often the run has completed or failed: more than once when it was tried again.
  int ends() {
    return ends;
  }

  /// Whether the last entry says that the run waits and nothing of it is under way.
  boolean standsStill() {
    return last instanceof RunEntry.StandsStill;
  }

  /// The waits, the one that was recorded first first.
  Map<Place, Asked> waits() {
    return new LinkedHashMap<>(waits);
  }

  /// The place in the record, from 1, of the first entry of a step or a wait that is recorded.
  int begun(Place place) {
    return begun.getOrDefault(place, 0);
  }

  /// The steps that were begun or have ended, the one that was recorded first first.
  Map<Place, Step> steps() {
    return new LinkedHashMap<>(steps);
  }

  Optional<Step> step(Place place) {
    return Optional.ofNullable(steps.get(place));
  }

  Optional<Asked> wait(Place place) {
    return Optional.ofNullable(waits.get(place));
  }

  /// Where the step with the given full key waits for a decision.
  Optional<Place> waiting(StepKey full) {
    return waits.entrySet().stream()
        .filter(wait -> wait.getValue().isOpen())
        .map(Map.Entry::getKey)
        .filter(place -> full(place).equals(full))
        .findFirst();
  }

  /// All that the run waits for, by time and key.
  List<Wait> waiting() {
    return waits.entrySet().stream()
        .filter(wait -> wait.getValue().isOpen())
        .map(wait -> new Wait(full(wait.getKey()), wait.getValue().until(), wait.getValue().question()))
        .sorted(Execution.BY_TIME)
        .toList();
  }

  private static StepKey full(Place place) {
    return new Scope(place.scope()).key(new StepKey(place.key()));
  }

  Optional<Instant> time(String scope, int n) {
    return Optional.ofNullable(times.get(new Place(scope, Integer.toString(n)))).map(TimeRead::time);
  }

  /// The keys of all steps and waits that are recorded directly in the scope and that its code must ask for.
  Set<String> keys(String scope) {
    Set<String> keys = new LinkedHashSet<>();
    begun.keySet().stream()
        .filter(place -> place.scope().equals(scope) && !overtaken.contains(place))
        .forEach(place -> keys.add(place.key()));
    return keys;
  }
}
