package dev.catena.run;

import dev.catena.run.History.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells what a run has done as its record says it, without executing its code: to those who ask for a run that failed or was
/// cancelled.
final class Account {
  private Account() {}

  /// Tells the end of each step as a record that was found, and each wait and its answer, in the order of the record. A step that
  /// was begun and has no end is unknown: it is not going to be made again. A result that no registered operation can read is
  /// told as its JSON.
  static void tell(RunJournal journal, Map<String, Operation<?, ?>> operations, Watch watch) {
    List<Recorded> events = new ArrayList<>();
    journal.steps().forEach((place, step) -> {
      String name = step.last().operation();
      events.add(new Recorded(step.line(), new RunEvent.Ended(full(place), name, attempt(step, operations.get(name)), true)));
    });
    journal.waits().forEach((place, wait) -> {
      events.add(new Recorded(journal.begun(place), new RunEvent.Asked(full(place), wait.until(), wait.question())));
      History.Given given = wait.given();
      if (given != null) {
        var decision = Optional.ofNullable(given.decision());
        events.add(new Recorded(given.order(), new RunEvent.Decided(full(place), decision, given.at())));
      }
    });
    events.stream().sorted(Comparator.comparingInt(Recorded::line)).forEach(recorded -> watch.tell(recorded.event()));
  }

  private record Recorded(int line, RunEvent event) {}

  private static StepKey full(Place place) {
    return new Scope(place.scope()).key(new StepKey(place.key()));
  }

  private static Attempt<?> attempt(History.Step step, @Nullable Operation<?, ?> operation) {
    int number = step.last().attempt();
    return switch (step.last()) {
      case RunEntry.Succeeded s -> new Attempt.Succeeded<>(value(step.body(), operation), number);
      case RunEntry.Failed f -> new Attempt.Failed<>(f.code(), f.text(), f.retryable(), number);
      case RunEntry.Unknown u -> new Attempt.Unknown<>(u.text(), number);
      case RunEntry.Intent i -> new Attempt.Unknown<>(
          "'%s' was begun with %s, and its end was not recorded".formatted(i.operation(), step.input()), number);
    };
  }

  private static Object value(String json, @Nullable Operation<?, ?> operation) {
    if (operation == null) {
      return json;
    }
    try {
      return operation.out().decode(json);
    } catch (RuntimeException unreadable) {
      return json;
    }
  }
}
