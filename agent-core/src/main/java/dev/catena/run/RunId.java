package dev.catena.run;

import java.util.Objects;

/// The identity of a run. A run asked for again under its id is the same run: it is never started a second time.
///
/// @param value 1 to 200 characters, no control characters
public record RunId(String value) {
  /// The longest id, in characters.
  public static final int MAX_LENGTH = 200;

  /// Checks the value.
  public RunId {
    Objects.requireNonNull(value, "value");
    if (value.isBlank() || value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("run id must be 1 to %d printable characters: '%s'".formatted(MAX_LENGTH, value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
