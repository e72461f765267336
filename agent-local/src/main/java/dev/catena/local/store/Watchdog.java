package dev.catena.local.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Closes a stream that brings nothing any more: the JDK's client has a time limit for the head of an answer, but none for its body.
final class Watchdog implements AutoCloseable {
  private final Thread thread;

  /// @param count grows while the stream brings something
  Watchdog(LongSupplier count, Duration stall, Closeable stream) {
    this.thread = Thread.ofVirtual().name("catena-fetch-watchdog").start(() -> watch(count, stall, stream));
  }

  private static void watch(LongSupplier count, Duration stall, Closeable stream) {
    try {
      long seen = -1;
      for (long now = count.getAsLong(); now != seen; now = count.getAsLong()) {
        seen = now;
        Thread.sleep(stall);
      }
      stream.close();
    } catch (InterruptedException | IOException e) {
      // The reader has ended, or will meet the same error.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
