package dev.catena.run;

import dev.catena.journal.Entry;
import dev.catena.run.RunEntry.Line;
import dev.catena.run.RunEntry.StepEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a fork takes over of a run's record: all that was recorded before a step was.
///
/// @param entries to be recorded anew; effects whose end is not among them are left out, and so are their idempotency keys
/// @param keys of the steps and waits among them, as seen from the root
record ForkRecord(List<Entry> entries, Set<StepKey> keys) {
  /// The record of the run before the step.
  ///
  /// @param run the run, for messages
  /// @param results JSON in place of what is recorded
  /// @throws IllegalArgumentException if there is no such step, or another result for one that is not taken over
  static ForkRecord of(RunId run, List<Entry> source, StepKey at, Map<StepKey, String> results) {
    List<Optional<Line>> lines = source.stream().map(RunEntry::read).toList();
    int end = 0;
    while (end < lines.size() && !lines.get(end).flatMap(ForkRecord::begins).equals(Optional.of(at))) {
      end++;
    }
    if (end == lines.size()) {
      throw new IllegalArgumentException("run '%s' has no step '%s'; it has: %s".formatted(run, at, keys(lines)));
    }
    List<Optional<Line>> before = lines.subList(0, end);
    Map<StepKey, Integer> ends = ends(before);
    Set<StepKey> keys = keys(before.stream().filter(line -> !isLeftOut(line, ends)).toList());
    for (StepKey changed : results.keySet()) {
      if (!keys.contains(changed)) {
        throw new IllegalArgumentException(
            "step '%s' of run '%s' cannot get another result: only those before '%s' are taken over, which are: %s"
                .formatted(changed, run, at, keys));
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      int place = i;
      Optional<Entry> taken = lines.get(i).map(line -> take(line, place, ends, results)).orElse(Optional.of(source.get(i)));
      taken.ifPresent(entries::add);
    }
    return new ForkRecord(List.copyOf(entries), keys);
  }

  /// The step or wait that the entry is about.
  private static Optional<StepKey> begins(Line line) {
    return switch (line.head()) {
      case StepEntry h -> Optional.of(full(h));
      case RunEntry.Suspended h -> Optional.of(new Scope(h.scope()).key(new StepKey(h.key())));
      default -> Optional.empty();
    };
  }

  /// An effect that was begun and has no end is not taken over: the fork does not know the step.
  private static boolean isLeftOut(Optional<Line> line, Map<StepKey, Integer> ends) {
    return line.isPresent() && line.get().head() instanceof RunEntry.Intent intent && !ends.containsKey(full(intent));
  }

  private static StepKey full(StepEntry entry) {
    return new Scope(entry.scope()).key(new StepKey(entry.key()));
  }

  private static Set<StepKey> keys(List<Optional<Line>> lines) {
    Set<StepKey> keys = new LinkedHashSet<>();
    lines.forEach(line -> line.flatMap(ForkRecord::begins).ifPresent(keys::add));
    return keys;
  }

  /// Where the last end of each step stands.
  private static Map<StepKey, Integer> ends(List<Optional<Line>> lines) {
    Map<StepKey, Integer> ends = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isPresent() && lines.get(i).get().head() instanceof StepEntry h && !(h instanceof RunEntry.Intent)) {
        ends.put(full(h), i);
      }
    }
    return ends;
  }

  private static Optional<Entry> take(Line line, int place, Map<StepKey, Integer> ends, Map<StepKey, String> results) {
    return switch (line.head()) {
      case RunEntry.Started _, RunEntry.Forked _, RunEntry.StandsStill _, RunEntry.CancelAsked _, RunEntry.Cancelled _ -> Optional.empty();
      case RunEntry.Intent h -> ends.getOrDefault(full(h), -1) > place
          ? Optional.of(RunEntry.write(
              new RunEntry.Intent(h.scope(), h.key(), h.operation(), h.effect(), h.attempt(), h.inputHash(), ""), line.body(), line.at()))
          : Optional.empty();
      case StepEntry h when results.containsKey(full(h)) && ends.getOrDefault(full(h), -1) == place -> Optional.of(RunEntry.write(
          new RunEntry.Succeeded(h.scope(), h.key(), h.operation(), h.attempt(), h.inputHash()),
          results.getOrDefault(full(h), ""),
          line.at()));
      default -> Optional.of(RunEntry.write(line.head(), line.body(), line.at()));
    };
  }
}
