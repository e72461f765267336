package dev.catena.tool;

import java.time.Instant;
import java.util.Optional;

/// What a tool may know about the call it serves.
///
/// A `@Tool` method that declares a parameter of this type gets one; the parameter is no part of the tool's schema. It is
/// valid until the method returns, and safe for use by the threads that the method starts.
public interface ToolContext {
  /// The same for every attempt of this call, also after a crash: hand it to the receiver of a [dev.catena.run.Effect#KEYED]
  /// effect.
  String idempotencyKey();

  /// When the call will be interrupted; empty when it may take its time.
  Optional<Instant> deadline();

  /// Whether the tool should give up; an interrupt says so too.
  boolean cancelled();

  /// Shows the person who waits a line about the work. Never blocks for long, never throws.
  void progress(String text);
}
