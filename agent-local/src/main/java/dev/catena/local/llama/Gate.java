package dev.catena.local.llama;

import dev.catena.local.error.ModelClosedException;
import dev.catena.local.error.NativeFailureException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Stands before a native object: who uses it passes through, and closing waits until all are out again. A thread that native
/// code gave up on never comes out: then nobody waits for it, and the object is never freed. Thread-safe; no thread enters a
/// gate twice.
final class Gate {

  /// The gates that are open, for [#lost].
  private static final Set<Gate> OPEN = ConcurrentHashMap.newKeySet();

  private final String name;
  private final int places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Set<Thread> inside = new HashSet<>();
  private boolean closed;
  private boolean lost;

  /// @param name of what is behind it, for messages
  /// @param places threads it lets in at once
  Gate(String name, int places) {
    this.name = name;
    this.places = places;
    OPEN.add(this);
  }

  /// Enters, when there is a place; leave in any case.
  ///
  /// @throws ModelClosedException when it is closed
  /// @throws NativeFailureException when somebody was lost inside
  void enter() {
    lock.lock();
    try {
      while (inside.size() >= places && !lost && !closed) {
        changed.awaitUninterruptibly();
      }
      requireNobodyLost();
      if (closed) {
        throw new ModelClosedException(name + " is closed");
      }
      inside.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside.remove(Thread.currentThread());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets nobody in any more, and waits for those inside.
  ///
  /// @return false when it was closed before
  /// @throws NativeFailureException when somebody was lost inside: what is behind it must not be freed
  boolean close() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      changed.signalAll();
      while (!inside.isEmpty() && !lost) {
        changed.awaitUninterruptibly();
      }
      requireNobodyLost();
      OPEN.remove(this);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void requireNobodyLost() {
    if (lost) {
      throw new NativeFailureException(
          name + " is lost and its memory is not freed: native code gave up while it used it; restart the program");
    }
  }

  /// Native code gave up on this thread, and it will never leave. A thread that is in no gate is one of native code's own:
  /// then any thread inside may wait for it for ever.
  static void lost(Thread thread) {
    List<Gate> its = OPEN.stream().filter(gate -> gate.holds(thread)).toList();
    (its.isEmpty() ? OPEN : its).forEach(Gate::loseThoseInside);
  }

  private boolean holds(Thread thread) {
    lock.lock();
    try {
      return inside.contains(thread);
    } finally {
      lock.unlock();
    }
  }

  private void loseThoseInside() {
    lock.lock();
    try {
      lost |= !inside.isEmpty();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
