package dev.catena.run;

import dev.catena.journal.FencedException;
import dev.catena.journal.JournalException;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lease of a run that is being executed: extended while it is held, given back when closed.
final class HeldLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);
  static final Duration DURATION = Duration.ofSeconds(30);

  private final Store store;
  private final Lease lease;
  private final Future<?> renewal;

  HeldLease(Store store, Lease lease, ScheduledExecutorService timer) {
    this.store = store;
    this.lease = lease;
    long third = DURATION.toMillis() / 3;
    this.renewal = timer.scheduleAtFixedRate(
        () -> Thread.startVirtualThread(this::extend), third, third, TimeUnit.MILLISECONDS);
  }

  Lease lease() {
    return lease;
  }

  /// A lease that is lost shows at the next append, which is fenced.
  private void extend() {
    try {
      if (store.lease(lease.name(), lease.owner(), DURATION).isEmpty()) {
        throw new FencedException(lease);
      }
    } catch (JournalException e) {
      LOG.warn("the lease '{}' was not extended", lease.name(), e);
    }
  }

  @Override
  public void close() {
    renewal.cancel(false);
    try {
      store.release(lease);
    } catch (JournalException e) {
      LOG.warn("the lease '{}' was not given back; it ends at {}", lease.name(), lease.until(), e);
    }
  }
}
