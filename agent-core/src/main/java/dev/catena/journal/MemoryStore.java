package dev.catena.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A store in this process's memory. It survives engines, not the process, and it keeps everything: it grows without bound, so
/// it is for tests and for programs whose runs need not outlive them.
public final class MemoryStore implements Store {
  private final InstantSource clock;
  private final Map<String, List<Entry>> streams = new LinkedHashMap<>(); // all three guarded by this
  private final Map<String, Holder> leases = new TreeMap<>();
  private long lastToken;

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
  public synchronized void append(List<Append> appends, @Nullable Lease lease) {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    if (lease != null && !isCurrent(lease)) {
      throw new FencedException(lease);
    }
    for (Append append : appends) {
      requireName(append.stream());
      long size = entries(append.stream()).size();
      if (size != append.position()) {
        throw new ConflictException(append.stream(), append.position(), size);
      }
    }
    appends.forEach(append -> streams.computeIfAbsent(append.stream(), name -> new ArrayList<>()).addAll(append.entries()));
  }

  @Override
  public synchronized List<Entry> read(String stream, long position) {
    List<Entry> known = entries(stream);
    return position >= known.size() ? List.of() : List.copyOf(known.subList(Math.toIntExact(position), known.size()));
  }

  @Override
  public synchronized Tail last(String stream, int count) {
    List<Entry> known = entries(stream);
    return new Tail(known.size(), known.subList(Math.max(0, known.size() - count), known.size()));
  }

  private List<Entry> entries(String stream) {
    return streams.getOrDefault(stream, List.of());
  }

  @Override
  public synchronized List<String> streams(String prefix, Order order, @Nullable String after, int limit) {
    List<String> names = new ArrayList<>(streams.keySet());
    if (order == Order.NEWEST_FIRST) {
      Collections.reverse(names);
    }
    boolean gone = after != null && !streams.containsKey(after);
    int from = after == null ? 0 : names.indexOf(after) + 1;
    return gone ? List.of() : names.subList(from, names.size()).stream().filter(name -> name.startsWith(prefix)).limit(limit).toList();
  }

  @Override
  public synchronized boolean delete(String stream) {
    return streams.remove(stream) != null;
  }

  @Override
  public synchronized Optional<Lease> lease(String name, String owner, Duration duration) {
    requireName(name);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("the duration of lease '%s' must be positive: %s".formatted(name, duration));
    }
    var now = clock.instant();
    Holder before = leases.get(name);
    boolean mine = before != null && before.held && before.lease.owner().equals(owner);
    if (before != null && before.isHeldAt(now) && !mine) {
      return Optional.empty();
    }
    long token = before != null && mine ? before.lease.token() : ++lastToken;
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
  public synchronized void end(Lease lease) {
    if (isCurrent(lease)) {
      leases.remove(lease.name());
    }
  }

  @Override
  public synchronized List<String> unheld(String prefix, @Nullable String after, int limit) {
    var now = clock.instant();
    return leases.values().stream()
        .filter(holder -> !holder.isHeldAt(now))
        .map(holder -> holder.lease.name())
        .filter(name -> name.startsWith(prefix) && (after == null || name.compareTo(after) > 0))
        .limit(limit)
        .toList();
  }

  /// Does nothing: another engine may go on with what is here.
  @Override
  public void close() {}

  private boolean isCurrent(Lease lease) {
    Holder holder = leases.get(lease.name());
    return holder != null && holder.held && holder.lease.token() == lease.token();
  }

  private static void requireName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "a name has 1 to %d characters, not %d: '%s'".formatted(MAX_NAME_LENGTH, name.length(), name));
    }
  }

  /// The newest lease of a name, and whether it has not been given back.
  private record Holder(Lease lease, boolean held) {
    boolean isHeldAt(Instant now) {
      return held && now.isBefore(lease.until());
    }
  }
}
