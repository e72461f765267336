package dev.catena.conformance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved.
public final class MovableClock implements InstantSource {
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  /// A clock at the beginning of 2026.
  public MovableClock() {}

  @Override
  public Instant instant() {
    return time.get();
  }

  /// Moves the clock forward.
  public void advance(Duration by) {
    time.updateAndGet(before -> before.plus(by));
  }
}
