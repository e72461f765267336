package dev.catena.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lets one thread of this process at a time execute a run; the others wait for their turn. Whoever of them cancels the run
/// cancels it for all.
final class Turns implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Map<RunId, Turn> running = new ConcurrentHashMap<>();
  private final Cancellation closing = new Cancellation();

  /// A turn that was taken.
  final class Turn implements AutoCloseable {
    private final RunId id;
    private final Cancellation cancellation = new Cancellation();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private Turn(RunId id) {
      this.id = id;
    }

    /// Cancelled by any of those who ask for the run while the turn lasts.
    Cancellation cancellation() {
      return cancellation;
    }

    @Override
    public void close() {
      running.remove(id, this);
      over.complete(null);
    }
  }

  /// Waits for the turn.
  ///
  /// @param cancellation of the caller
  /// @return empty when the thread was interrupted; its flag stays set
  Optional<Turn> take(RunId id, Cancellation cancellation) {
    Turn mine = new Turn(id);
    Turn other = running.putIfAbsent(id, mine);
    while (other != null) {
      try (var _ = cancellation.passTo(other.cancellation)) {
        if (!await(other.over)) {
          return Optional.empty();
        }
      }
      other = running.putIfAbsent(id, mine);
    }
    if (closing.isCancelled()) {
      mine.close();
      throw new IllegalStateException("the engine is closed; run '" + id + "' is not executed");
    }
    return Optional.of(mine);
  }

  /// The turn, if nobody has it; also empty when no turns are given any more.
  ///
  /// @param taken is given the cancellation of the turn that somebody else has
  Optional<Turn> tryTake(RunId id, Consumer<Cancellation> taken) {
    Turn mine = new Turn(id);
    Turn other = running.putIfAbsent(id, mine);
    if (other != null) {
      taken.accept(other.cancellation);
      return Optional.empty();
    }
    if (closing.isCancelled()) {
      mine.close();
      return Optional.empty();
    }
    return Optional.of(mine);
  }

  /// Waits a little, or until cancelled if that is not so already.
  ///
  /// @return false when the thread was interrupted, whose flag stays set, or the engine is being closed
  boolean pause(Cancellation cancellation) {
    CompletableFuture<Void> pause =
        new CompletableFuture<Void>().completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    Runnable end = () -> pause.complete(null);
    try (var _ = cancellation.isCancelled() ? none() : cancellation.onCancel(end); var _ = closing.onCancel(end)) {
      return await(pause) && !closing.isCancelled();
    }
  }

  private static Cancellation.Registration none() {
    return () -> {};
  }

  /// False when interrupted.
  private static boolean await(CompletableFuture<Void> event) {
    try {
      event.get();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the event cannot fail", e);
    }
  }

  /// Cancelled when the turns are to come to an end.
  Cancellation closing() {
    return closing;
  }

  /// Gives no further turns and waits for those that were given.
  @Override
  public void close() {
    closing.cancel("the engine was closed");
    running.values().forEach(turn -> turn.over.join());
  }
}
