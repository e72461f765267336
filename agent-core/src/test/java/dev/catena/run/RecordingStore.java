package dev.catena.run;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A store in memory that remembers what was appended together.
final class RecordingStore implements Store {
  private final MemoryStore store = new MemoryStore();
  private final List<List<Append>> appends = new CopyOnWriteArrayList<>();
  private int streams = Integer.MAX_VALUE;
  private Runnable disturbance = () -> {};

  /// Each append's parts, in order.
  List<List<Append>> appends() {
    return appends;
  }

  /// Does something right before the first append to so many streams.
  void before(int manyStreams, Runnable something) {
    streams = manyStreams;
    disturbance = something;
  }

  @Override
  public void append(List<Append> together, @Nullable Lease lease) {
    if (together.size() >= streams) {
      streams = Integer.MAX_VALUE;
      disturbance.run();
    }
    store.append(together, lease);
    appends.add(together);
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
  public void close() {}
}
