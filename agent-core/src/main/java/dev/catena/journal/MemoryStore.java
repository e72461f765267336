package dev.catena.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store in this process's memory. It survives engines, not the process, and it keeps everything: it grows without bound, so
/// it is for tests and for programs whose runs need not outlive them.
public final class MemoryStore implements Store {
  private final InstantSource clock;
  private final Map<String, List<Entry>> streams = new HashMap<>(); // all three guarded by this
  private final Map<String, Holder> leases = new HashMap<>();
  private final Map<String, byte[]> contents = new HashMap<>();

  /// An empty store on the system clock.
  public MemoryStore() {
    this(InstantSource.system());
  }

  /// An empty store.
  ///
  /// @param clock by which leases run out
  public MemoryStore(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public synchronized long append(String stream, long position, List<Entry> entries, @Nullable Lease lease) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append to stream '" + stream + "'");
    }
    if (lease != null && !isCurrent(lease)) {
      throw new FencedException(lease);
    }
    List<Entry> known = streams.getOrDefault(stream, List.of());
    if (known.size() != position) {
      throw new ConflictException(stream, position, known.size());
    }
    List<Entry> target = streams.computeIfAbsent(stream, name -> new ArrayList<>());
    target.addAll(entries);
    return target.size();
  }

  @Override
  public synchronized List<Entry> read(String stream, long position) {
    List<Entry> known = streams.getOrDefault(stream, List.of());
    return position >= known.size() ? List.of() : List.copyOf(known.subList(Math.toIntExact(position), known.size()));
  }

  @Override
  public synchronized Optional<Lease> lease(String name, String owner, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("the duration of lease '%s' must be positive: %s".formatted(name, duration));
    }
    var now = clock.instant();
    Holder before = leases.get(name);
    boolean mine = before != null && before.held && before.lease.owner().equals(owner);
    if (before != null && before.held && !mine && now.isBefore(before.lease.until())) {
      return Optional.empty();
    }
    long token = before == null ? 1 : mine ? before.lease.token() : before.lease.token() + 1;
    Lease lease = new Lease(name, owner, token, now.plus(duration));
    leases.put(name, new Holder(lease, true));
    return Optional.of(lease);
  }

  @Override
  public synchronized void release(Lease lease) {
    if (isCurrent(lease)) {
      leases.put(lease.name(), new Holder(lease, false));
    }
  }

  @Override
  public synchronized String put(byte[] content) {
    String hash = Hash.sha256(content);
    contents.putIfAbsent(hash, content.clone());
    return hash;
  }

  @Override
  public synchronized Optional<byte[]> get(String sha256) {
    return Optional.ofNullable(contents.get(sha256)).map(byte[]::clone);
  }

  /// Does nothing: another engine may go on with what is here.
  @Override
  public void close() {}

  private boolean isCurrent(Lease lease) {
    Holder holder = leases.get(lease.name());
    return holder != null && holder.held && holder.lease.token() == lease.token();
  }

  /// The newest lease of a name; kept when given back, so that tokens only grow.
  private record Holder(Lease lease, boolean held) {}
}
