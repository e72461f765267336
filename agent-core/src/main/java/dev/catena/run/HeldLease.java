package dev.catena.run;

import dev.catena.journal.FencedException;
import dev.catena.journal.JournalException;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lease of a run that is being executed: extended while it is held, given back when closed.
final class HeldLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final ReentrantLock lock = new ReentrantLock(); // an extension and the end are never at work at the same time
  private final Store store;
  private final Lease lease;
  private final Duration duration;
  private final Future<?> renewal;
  private boolean over; // both guarded by lock
  private boolean done;

  /// @param duration how long the lease lasts; it is extended after each third of it
  HeldLease(Store store, Lease lease, Duration duration, ScheduledExecutorService timer) {
    this.store = store;
    this.lease = lease;
    this.duration = duration;
    long third = duration.toMillis() / 3;
    this.renewal = timer.scheduleAtFixedRate(
        () -> Thread.startVirtualThread(this::extend), third, third, TimeUnit.MILLISECONDS);
  }

  Lease lease() {
    return lease;
  }

  /// Does nothing once the lease was given back or lost. A lease that is lost shows at the next append, which is fenced.
  void extend() {
    lock.lock();
    try {
      if (!over) {
        store.lease(lease.name(), lease.owner(), duration).ifPresentOrElse(this::compare, this::lose);
      }
    } catch (JournalException e) {
      LOG.warn("the lease '{}' was not extended", lease.name(), e);
    } finally {
      lock.unlock();
    }
  }

  /// Another token: somebody else held the lease meanwhile. This is a new one, which nobody here writes with.
  private void compare(Lease extended) {
    if (extended.token() != lease.token()) {
      store.release(extended);
      lose();
    }
  }

  private void lose() {
    over = true;
    throw new FencedException(lease);
  }

  /// The run has ended: nobody need go on with it.
  void done() {
    lock.lock();
    try {
      done = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    renewal.cancel(false);
    lock.lock();
    try {
      over = true;
      if (done) {
        store.end(lease);
      } else {
        store.release(lease);
      }
    } catch (JournalException e) {
      LOG.warn("the lease '{}' was not given back; it ends at {}", lease.name(), lease.until(), e);
    } finally {
      lock.unlock();
    }
  }
}
