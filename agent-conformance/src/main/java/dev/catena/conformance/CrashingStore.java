package dev.catena.conformance;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The store as a process sees it that may be killed: after the crash nothing reaches the store underneath, every method throws
/// [SimulatedCrash], and the leases that the process held have run out. An engine on the store underneath plays the next process.
public final class CrashingStore implements Store {
  private final Store store;
  private final List<Lease> leases = new ArrayList<>(); // all guarded by this
  private int left;
  private boolean before;
  private boolean crashed;

  /// A process that lives until [#crash].
  public CrashingStore(Store store) {
    this(store, Integer.MAX_VALUE, false);
  }

  /// A process that is killed at an append.
  ///
  /// @param append which one, from 1
  /// @param before whether the entries of that append are lost
  public CrashingStore(Store store, int append, boolean before) {
    this.store = store;
    this.left = append;
    this.before = before;
  }

  /// Kills the process now.
  public synchronized void crash() {
    crashed = true;
    leases.forEach(store::release);
  }

  /// Whether the process was killed.
  public synchronized boolean crashed() {
    return crashed;
  }

  @Override
  public synchronized void append(List<Append> appends, @Nullable Lease lease) {
    requireLife();
    boolean last = --left == 0;
    if (last && before) {
      crash();
    }
    requireLife();
    store.append(appends, lease);
    if (last) {
      crash();
    }
    requireLife();
  }

  @Override
  public synchronized List<Entry> read(String stream, long position) {
    requireLife();
    return store.read(stream, position);
  }

  @Override
  public synchronized Tail last(String stream, int count) {
    requireLife();
    return store.last(stream, count);
  }

  @Override
  public synchronized List<String> streams(String prefix, Order order, @Nullable String after, int limit) {
    requireLife();
    return store.streams(prefix, order, after, limit);
  }

  @Override
  public synchronized boolean delete(String stream) {
    requireLife();
    return store.delete(stream);
  }

  @Override
  public synchronized Optional<Lease> lease(String name, String owner, Duration duration) {
    requireLife();
    Optional<Lease> lease = store.lease(name, owner, duration);
    lease.ifPresent(leases::add);
    return lease;
  }

  @Override
  public synchronized void release(Lease lease) {
    requireLife();
    store.release(lease);
  }

  @Override
  public synchronized void end(Lease lease) {
    requireLife();
    store.end(lease);
  }

  @Override
  public synchronized List<String> unheld(String prefix, @Nullable String after, int limit) {
    requireLife();
    return store.unheld(prefix, after, limit);
  }

  @Override
  public void close() {}

  private void requireLife() {
    if (crashed) {
      throw new SimulatedCrash();
    }
  }
}
