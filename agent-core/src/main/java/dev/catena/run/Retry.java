package dev.catena.run;

import dev.catena.run.History.Place;
import dev.catena.run.RunEntry.Ended;
import dev.catena.run.RunEntry.Failed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the steps that a failed run makes again: the one whose failure ended it, and the composites around it.
final class Retry {
  private Retry() {}

  /// Whether the run has failed.
  static boolean isPossible(RunJournal journal) {
    return failure(journal).isPresent();
  }

  private static Optional<Ended> failure(RunJournal journal) {
    return journal.ended()
        .flatMap(line -> line.head() instanceof Ended ended && !ended.completed() ? Optional.of(ended) : Optional.empty());
  }

  /// From the outermost to the innermost; empty when the run has not failed, or no step's failure has ended it. A failure passes
  /// from step to composite with its code and text unchanged, which is how it is recognised; the last such step is the one.
  ///
  /// @param lines only failures among so many entries count
  static List<Place> steps(RunJournal journal, int lines) {
    List<Place> path = new ArrayList<>();
    Optional<Ended> failure = failure(journal);
    Scope scope = Scope.ROOT;
    Optional<Place> failed = failure.flatMap(end -> lastFailed(journal, Scope.ROOT, end, lines));
    while (failed.isPresent()) {
      path.add(failed.get());
      scope = scope.enter(new StepKey(failed.get().key()));
      Scope inside = scope;
      failed = failure.flatMap(end -> lastFailed(journal, inside, end, lines));
    }
    return path;
  }

  private static Optional<Place> lastFailed(RunJournal journal, Scope scope, Ended end, int lines) {
    return journal.steps().entrySet().stream()
        .filter(step -> step.getKey().scope().equals(scope.path()) && step.getValue().line() <= lines)
        .filter(step -> step.getValue().last() instanceof Failed failed
            && failed.code().equals(end.code())
            && failed.text().equals(end.text()))
        .max(Comparator.comparingInt(step -> step.getValue().line()))
        .map(Map.Entry::getKey);
  }
}
