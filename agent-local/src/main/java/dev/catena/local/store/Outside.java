package dev.catena.local.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the store sees of the world outside its folder; a test has its own.
///
/// @param stall a connection that brings nothing for so long is given up
record Outside(Map<String, String> environment, Commands commands, Disk disk, Duration stall) {
  static Outside real() {
    return new Outside(System.getenv(), new Subprocess(), new Disk(), Duration.ofSeconds(60));
  }

  /// An environment variable; one that is set to nothing counts as not set.
  Optional<String> variable(String name) {
    return variable(environment, name);
  }

  static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
