package dev.catena.store;

import dev.catena.journal.Append;
import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.FencedException;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store that writes down what its process did: `leased NAME TOKEN MILLIS`, `left NAME TOKEN MILLIS`, `kept STREAM POSITION COUNT
/// TOKEN` and `refused STREAM POSITION COUNT TOKEN`.
final class SoakStore implements Store {
  private final Store store;
  private final FileChannel record;

  SoakStore(Store store, Path record) throws IOException {
    this.store = store;
    this.record = FileChannel.open(record, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void write(String what, Object... parts) {
    StringBuilder line = new StringBuilder(what);
    for (Object part : parts) {
      line.append(' ').append(part);
    }
    try {
      record.write(ByteBuffer.wrap(line.append('\n').toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void append(List<Append> appends, @Nullable Lease lease) {
    String end = "unknown";
    try {
      store.append(appends, lease);
      end = "kept";
    } catch (FencedException | ConflictException e) {
      end = "refused";
      throw e;
    } finally {
      for (Append append : appends) {
        write(end, append.stream(), append.position(), append.entries().size(), lease == null ? 0 : lease.token());
      }
    }
  }

  @Override
  public Optional<Lease> lease(String name, String owner, Duration duration) {
    Optional<Lease> lease = store.lease(name, owner, duration);
    lease.ifPresent(it -> write("leased", name, it.token(), System.currentTimeMillis()));
    return lease;
  }

  @Override
  public void release(Lease lease) {
    write("left", lease.name(), lease.token(), System.currentTimeMillis());
    store.release(lease);
  }

  @Override
  public void end(Lease lease) {
    write("left", lease.name(), lease.token(), System.currentTimeMillis());
    store.end(lease);
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
  public List<String> unheld(String prefix, @Nullable String after, int limit) {
    return store.unheld(prefix, after, limit);
  }

  @Override
  public void close() {
    store.close();
  }
}
