package dev.catena.memory;

import dev.catena.run.Cancellation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Lets the runs of one conversation in one after the other, in the order in which they came. Runs of different conversations
/// do not wait for each other. Reaches as far as this process; safe for use by many threads.
public final class ConversationQueue {
  private final Map<ConversationId, Deque<Place>> queues = new HashMap<>(); // guarded by this

  /// Waits until it is this caller's turn.
  ///
  /// @param cancellation ends the waiting
  /// @return the place, to be closed when the run stands still or has ended; empty when cancelled before
  /// @throws InterruptedException if interrupted while waiting
  public Optional<Place> enter(ConversationId conversation, Cancellation cancellation) throws InterruptedException {
    Place place = new Place(conversation);
    synchronized (this) {
      queues.computeIfAbsent(conversation, id -> new ArrayDeque<>()).add(place);
    }
    boolean entered = false;
    try (var _ = cancellation.onCancel(this::wake)) {
      entered = await(place, cancellation);
    } finally {
      if (!entered) {
        place.close();
      }
    }
    return entered ? Optional.of(place) : Optional.empty();
  }

  private synchronized boolean await(Place place, Cancellation cancellation) throws InterruptedException {
    while (!place.isFirst() && !cancellation.isCancelled()) {
      wait();
    }
    return !cancellation.isCancelled();
  }

  private synchronized void wake() {
    notifyAll();
  }

  /// A place in the queue of a conversation.
  public final class Place implements AutoCloseable {
    private final ConversationId conversation;

    private Place(ConversationId conversation) {
      this.conversation = conversation;
    }

    private boolean isFirst() {
      Deque<Place> queue = queues.get(conversation);
      return queue != null && queue.peekFirst() == this;
    }

    /// Lets the next one in. Closing twice is harmless.
    @Override
    public void close() {
      synchronized (ConversationQueue.this) {
        Deque<Place> queue = queues.get(conversation);
        if (queue != null && queue.remove(this) && queue.isEmpty()) {
          queues.remove(conversation);
        }
        ConversationQueue.this.notifyAll();
      }
    }
  }
}
