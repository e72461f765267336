package dev.catena.run;

import dev.catena.run.RunEntry.Line;
import dev.catena.run.RunEntry.StepEntry;
import dev.catena.journal.JsonSequence;
import java.time.Instant;
import java.util.HashMap;
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
  private final Map<Place, Instant> times = new HashMap<>();
  private RunEntry.@Nullable Started started;
  private String input = "";
  private String definition = "";
  private @Nullable Line ended;
  private int answers;

  /// A step's name within its composite.
  record Place(String scope, String key) {}

  /// The newest attempt of a step: its intent, or its end.
  record Step(StepEntry last, String input, String body) {
    boolean isOpen() {
      return last instanceof RunEntry.Intent;
    }
  }

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
  /// @param order its place among the ends of this run's waits
  /// @param decision null when none came in time
  record Given(int order, @Nullable String decision, Instant at) {}

  void add(Line line) {
    switch (line.head()) {
      case RunEntry.Started h -> {
        started = h;
        List<String> texts = JsonSequence.texts(line.body());
        input = texts.getFirst();
        definition = texts.getLast();
      }
      case RunEntry.Intent h -> steps.put(new Place(h.scope(), h.key()), new Step(h, line.body(), ""));
      case StepEntry h -> steps.merge(
          new Place(h.scope(), h.key()), new Step(h, "", line.body()), (old, end) -> new Step(h, old.input(), line.body()));
      case RunEntry.NowRead h -> times.put(new Place(h.scope(), Integer.toString(h.n())), h.time());
      case RunEntry.Suspended h -> waits.put(new Place(h.scope(), h.key()), new Asked(line.body().isEmpty() ? "{}" : line.body(), h.until(), null));
      case RunEntry.Decided h -> end(new Place(h.scope(), h.key()), line.body(), line.at());
      case RunEntry.Expired h -> end(new Place(h.scope(), h.key()), null, line.at());
      case RunEntry.Ended h -> ended = line;
    }
  }

  private void end(Place place, @Nullable String decision, Instant at) {
    Given end = new Given(++answers, decision, at);
    waits.computeIfPresent(place, (key, wait) -> wait.end(end));
  }

  Optional<RunEntry.Started> started() {
    return Optional.ofNullable(started);
  }

  /// The run's input as JSON.
  String input() {
    return input;
  }

  /// What made the run.
  Optional<Definition> definition() {
    return started().map(start -> new Definition(start.definition(), definition));
  }

  Optional<Line> ended() {
    return Optional.ofNullable(ended);
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
    return Optional.ofNullable(times.get(new Place(scope, Integer.toString(n))));
  }

  /// The keys of all steps and waits recorded directly in the scope.
  Set<String> keys(String scope) {
    Set<String> keys = new LinkedHashSet<>();
    steps.keySet().stream().filter(place -> place.scope().equals(scope)).forEach(place -> keys.add(place.key()));
    waits.keySet().stream().filter(place -> place.scope().equals(scope)).forEach(place -> keys.add(place.key()));
    return keys;
  }
}
