package dev.catena.conformance.kill;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A store whose process halts at an append: no hook runs, nothing is flushed, nothing is closed.
final class HaltingStore implements Store {
  /// What `kill -9` gives.
  static final int STATUS = 128 + 9;

  private final Store store;
  private final KillPoint point;
  private final AtomicInteger appends = new AtomicInteger();

  HaltingStore(Store store, KillPoint point) {
    this.store = store;
    this.point = point;
  }

  @Override
  public void append(List<Append> entries, @Nullable Lease lease) {
    boolean here = appends.incrementAndGet() == point.append();
    if (here && point.before()) {
      Runtime.getRuntime().halt(STATUS);
    }
    store.append(entries, lease);
    if (here) {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  @Override
  public List<Entry> read(String stream, long position) {
    return store.read(stream, position);
  }

  @Override
  public Tail last(String stream, int count) {
    return store.last(stream, count);
  }

  @Override
  public List<String> streams(String prefix, Order order, @Nullable String after, int limit) {
    return store.streams(prefix, order, after, limit);
  }

  @Override
  public boolean delete(String stream) {
    return store.delete(stream);
  }

  @Override
  public Optional<Lease> lease(String name, String owner, Duration duration) {
    return store.lease(name, owner, duration);
  }

  @Override
  public void release(Lease lease) {
    store.release(lease);
  }

  @Override
  public void end(Lease lease) {
    store.end(lease);
  }

  @Override
  public List<String> unheld(String prefix, @Nullable String after, int limit) {
    return store.unheld(prefix, after, limit);
  }

  @Override
  public void close() {
    store.close();
  }
}
