package dev.catena.run;

import java.time.Instant;
import java.util.Optional;

/// All that a leaf body sees besides its input.
public interface StepContext {
  /// The step's name within its run.
  StepKey key();

  /// The same for every attempt of this call, also after a crash; 64 hexadecimal characters.
  String idempotencyKey();

  /// Which attempt this is, from 1.
  int attempt();

  /// When the body will be interrupted.
  Optional<Instant> deadline();

  /// Whether the body should give up; an interrupt says so too.
  boolean cancelled();

  /// Says that the body is alive and working, for engines that watch.
  void heartbeat();

  /// Shows something to whoever watches the run. Never blocks for long, never throws.
  void show(LiveEvent event);
}
