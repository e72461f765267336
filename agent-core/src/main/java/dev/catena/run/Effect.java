package dev.catena.run;

/// What a step does to the world, and so what may be done when it was begun and its end is not known.
public enum Effect {
  /// Nothing that matters. The step runs again.
  NONE,
  /// An effect that the receiver recognises by its idempotency key. The step runs again with the same key.
  KEYED,
  /// An effect that must not be repeated. The step never runs again by itself: its result is unknown until a person or a
  /// reconciliation says what happened.
  ONCE
}
