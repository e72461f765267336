package dev.catena.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells what a run has done as its record says it, without executing its code: to those who ask for a run that failed or was
/// cancelled.
final class Account {
  private Account() {}

  /// Tells the end of each step as a record that was found. A step that was begun and has no end is unknown: it is not going to
  /// be made again. A result that no registered operation can read is told as its JSON.
  static void tell(RunJournal journal, Map<String, Operation<?, ?>> operations, Watch watch) {
    journal.steps().forEach((place, step) -> {
      String name = step.last().operation();
      StepKey key = new Scope(place.scope()).key(new StepKey(place.key()));
      watch.tell(new RunEvent.Ended(key, name, attempt(step, operations.get(name)), true));
    });
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
