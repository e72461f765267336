package dev.catena.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request to stop, from outside. Once cancelled, always cancelled. Safe for use by many threads.
public final class Cancellation {
  private final Object lock = new Object();
  private final List<Runnable> actions = new ArrayList<>();
  private volatile @Nullable String reason;

  /// Not cancelled yet.
  public Cancellation() {}

  /// Asks for the stop. The first reason stands; actions run once, on this thread.
  public void cancel(String why) {
    Objects.requireNonNull(why, "why");
    List<Runnable> due;
    synchronized (lock) {
      if (reason != null) {
        return;
      }
      reason = why;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /// Whether the stop was asked for.
  public boolean isCancelled() {
    return reason != null;
  }

  /// Why, or the empty string when not cancelled.
  public String reason() {
    String why = reason;
    return why == null ? "" : why;
  }

  /// Runs the action when cancelled, at once if that is so already.
  ///
  /// @return takes the action back; closing twice is harmless
  public Registration onCancel(Runnable action) {
    synchronized (lock) {
      if (reason == null) {
        actions.add(action);
        return () -> {
          synchronized (lock) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  /// Cancels the other one too, for the same reason.
  Registration passTo(Cancellation other) {
    return onCancel(() -> other.cancel(reason()));
  }

  /// Takes an action back.
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
