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
  private final Map<Place, Wait> waits = new LinkedHashMap<>();
  private final Map<Place, Instant> times = new HashMap<>();
  private RunEntry.@Nullable Started started;
  private String input = "";
  private String definition = "";
  private @Nullable String cancelAsked;
  private @Nullable Line ended;
  private @Nullable RunEntry last;

  /// A step's name within its composite.
  record Place(String scope, String key) {}

  /// The newest attempt of a step: its intent, or its end.
  record Step(StepEntry last, String input, String body) {
    boolean isOpen() {
      return last instanceof RunEntry.Intent;
    }
  }

  /// A wait for a decision. What came first stands.
  record Wait(Instant until, @Nullable String decision, boolean expired) {
    Wait decided(String json) {
      return isOpen() ? new Wait(until, json, false) : this;
    }

    Wait expire() {
      return isOpen() ? new Wait(until, null, true) : this;
    }

    boolean isOpen() {
      return decision == null && !expired;
    }
  }

  void add(Line line) {
    last = line.head();
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
      case RunEntry.Suspended h -> waits.put(new Place(h.scope(), h.key()), new Wait(h.until(), null, false));
      case RunEntry.Decided h -> waits.computeIfPresent(
          new Place(h.scope(), h.key()), (place, wait) -> wait.decided(line.body()));
      case RunEntry.Expired h -> waits.computeIfPresent(
          new Place(h.scope(), h.key()), (place, wait) -> wait.expire());
      case RunEntry.StandsStill h -> {}
      case RunEntry.CancelAsked h -> cancelAsked = cancelAsked == null ? h.reason() : cancelAsked;
      case RunEntry.Cancelled h -> ended = line;
      case RunEntry.Ended h -> ended = line;
    }
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

  /// Why the run is to be cancelled; empty when nobody wants that.
  Optional<String> cancelAsked() {
    return Optional.ofNullable(cancelAsked);
  }

  /// The last entry, a [RunEntry.Ended] or [RunEntry.Cancelled], of a run that has ended.
  Optional<Line> ended() {
    return Optional.ofNullable(ended);
  }

  /// Whether the last entry says that the run waits and nothing of it is under way.
  boolean standsStill() {
    return last instanceof RunEntry.StandsStill;
  }

  /// The steps that were begun or have ended, the one that was recorded first first.
  Map<Place, Step> steps() {
    return new LinkedHashMap<>(steps);
  }

  Optional<Step> step(Place place) {
    return Optional.ofNullable(steps.get(place));
  }

  Optional<Wait> wait(Place place) {
    return Optional.ofNullable(waits.get(place));
  }

  /// Where the step with the given full key waits for a decision.
  Optional<Place> waiting(StepKey full) {
    return waits.entrySet().stream()
        .filter(wait -> wait.getValue().isOpen())
        .map(Map.Entry::getKey)
        .filter(place -> new Scope(place.scope()).key(new StepKey(place.key())).equals(full))
        .findFirst();
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
