package dev.catena.local.store;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Counts the bytes of one stage and tells a [Progress] of them, at most ten times a second.
final class Meter {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(100);

  private final Progress progress;
  private final String what;
  private final long total;
  private final LongSupplier nanoTime;
  private long done;
  private long told;

  Meter(Progress progress, String what, long done, long total, LongSupplier nanoTime) {
    this.progress = progress;
    this.what = what;
    this.done = done;
    this.total = total;
    this.nanoTime = nanoTime;
    tell(nanoTime.getAsLong());
  }

  /// Begins a stage, and tells so.
  static Meter begin(Progress progress, String what, long done, long total) {
    return new Meter(progress, what, done, total, System::nanoTime);
  }

  void add(long bytes) {
    done += bytes;
    long now = nanoTime.getAsLong();
    if (now - told >= PERIOD) {
      tell(now);
    }
  }

  void end() {
    tell(nanoTime.getAsLong());
  }

  private void tell(long now) {
    told = now;
    progress.update(what, done, total);
  }
}
