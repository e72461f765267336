package dev.catena.conformance;

import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
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
  public synchronized long append(String stream, long position, List<Entry> entries, @Nullable Lease lease) {
    requireLife();
    boolean last = --left == 0;
    if (last && before) {
      crash();
    }
    requireLife();
    long end = store.append(stream, position, entries, lease);
    if (last) {
      crash();
    }
    requireLife();
    return end;
  }

  @Override
  public synchronized List<Entry> read(String stream, long position) {
    requireLife();
    return store.read(stream, position);
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
  public synchronized String put(byte[] content) {
    requireLife();
    return store.put(content);
  }

  @Override
  public synchronized Optional<byte[]> get(String sha256) {
    requireLife();
    return store.get(sha256);
  }

  @Override
  public void close() {}

  private void requireLife() {
    if (crashed) {
      throw new SimulatedCrash();
    }
  }
}
