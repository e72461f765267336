package dev.catena.run;

import java.util.Objects;

/// What made a run: instructions, tool schemas, models, limits. A run records it, and [Run#definition()] gives it
/// back when the run is executed again.
///
/// @param name the agent's or chain's name
/// @param json canonical JSON (RFC 8785)
public record Definition(String name, String json) {
  /// Checks the parts.
  public Definition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(json, "json");
  }
}
