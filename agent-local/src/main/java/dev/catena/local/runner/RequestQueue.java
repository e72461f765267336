package dev.catena.local.runner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Requests in the order of their arrival, bounded: who comes when it is full waits for a place, in order too.
final class RequestQueue {

  private final int capacity;

  /// Guards all below. Fair, so that nobody overtakes at the door.
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();
  private final Deque<Generation> waiting = new ArrayDeque<>();
  private boolean closed;

  RequestQueue(int capacity) {
    this.capacity = capacity;
  }

  /// Returns false when the queue is closed.
  boolean put(Generation generation) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() == capacity && !closed) {
        notFull.await();
      }
      if (closed) {
        return false;
      }
      waiting.add(generation);
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Returns null when the queue is closed.
  @Nullable
  Generation take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        notEmpty.awaitUninterruptibly();
      }
      notFull.signal();
      return closed ? null : waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether it still waited, and now does not.
  boolean remove(Generation generation) {
    lock.lock();
    try {
      boolean removed = waiting.remove(generation);
      if (removed) {
        notFull.signal();
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /// Lets nobody in any more, and returns those who waited.
  List<Generation> close() {
    lock.lock();
    try {
      closed = true;
      notFull.signalAll();
      notEmpty.signalAll();
      List<Generation> left = List.copyOf(waiting);
      waiting.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }
}
