package dev.catena.tool;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/// When calls of a tool need a person's approval, and how long such a call waits for it. Immutable.
///
/// @param needed gets the checked arguments as canonical JSON, a JSON object. Asked once for each call, in a step whose answer is
///     recorded, so it may look at the world. What it throws counts as yes. Safe for use by many threads.
/// @param patience positive
public record Approval(Predicate<String> needed, Duration patience) {
  /// How long a call waits by default.
  public static final Duration PATIENCE = Duration.ofDays(7);

  /// Checks the parts.
  public Approval {
    Objects.requireNonNull(needed, "needed");
    Objects.requireNonNull(patience, "patience");
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("patience must be positive: " + patience);
    }
  }

  /// Every call needs approval, and waits for [#PATIENCE].
  public static Approval always() {
    return when(arguments -> true);
  }

  /// A call whose arguments fulfil the condition needs approval, and waits for [#PATIENCE].
  public static Approval when(Predicate<String> condition) {
    return new Approval(condition, PATIENCE);
  }

  /// The same approval with another time to wait.
  public Approval within(Duration time) {
    return new Approval(needed, time);
  }
}
