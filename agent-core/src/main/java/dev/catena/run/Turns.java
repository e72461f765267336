package dev.catena.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets one thread of this process at a time execute a run; the others wait for their turn, until they are cancelled.
final class Turns implements AutoCloseable {
  static final String INTERRUPTED = "the thread that waited for the run was interrupted";
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Map<RunId, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// A turn that was taken, or the end of waiting for one.
  record Turn(boolean taken, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /// Waits for the turn.
  Turn take(RunId id, Cancellation cancellation) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = running.putIfAbsent(id, mine);
    while (other != null) {
      if (!await(other, cancellation)) {
        return new Turn(false, () -> {});
      }
      other = running.putIfAbsent(id, mine);
    }
    Turn turn = new Turn(true, () -> {
      running.remove(id);
      mine.complete(null);
    });
    if (closed) {
      turn.close();
      throw new IllegalStateException("the engine is closed; run '" + id + "' is not executed");
    }
    return turn;
  }

  /// Asks again and again until there is an answer; empty when cancelled or interrupted meanwhile.
  <T> Optional<T> poll(Cancellation cancellation, Supplier<Optional<T>> question) {
    Optional<T> answer = question.get();
    while (answer.isEmpty()) {
      CompletableFuture<Void> pause =
          new CompletableFuture<Void>().completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      if (!await(pause, cancellation)) {
        return Optional.empty();
      }
      answer = question.get();
    }
    return answer;
  }

  /// False when cancelled or interrupted.
  private static boolean await(CompletableFuture<Void> event, Cancellation cancellation) {
    CompletableFuture<Void> left = new CompletableFuture<>();
    try (var _ = cancellation.onCancel(() -> left.complete(null))) {
      CompletableFuture.anyOf(event, left).get();
      return !cancellation.isCancelled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("neither of the events can fail", e);
    }
  }

  /// Gives no further turns and waits for those that were given.
  @Override
  public void close() {
    closed = true;
    running.values().forEach(CompletableFuture::join);
  }
}
