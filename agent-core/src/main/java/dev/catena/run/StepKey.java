package dev.catena.run;

import java.util.Objects;

/// The name of a step within its run: a path of what is done, such as `round-3/call-2/refund`.
///
/// Keys come from the structure of the work, never from thread order or provider ids, so a run that is executed again asks
/// for the same keys.
///
/// @param path one or more parts separated by `/`; no part is blank
public record StepKey(String path) {
  /// Checks the path.
  public StepKey {
    Objects.requireNonNull(path, "path");
    for (String part : path.split("/", -1)) {
      if (part.isBlank()) {
        throw new IllegalArgumentException("step key has a blank part: '" + path + "'");
      }
    }
  }

  /// A key of the given parts.
  public static StepKey of(String first, String... more) {
    return new StepKey(more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  /// This path, one part longer.
  public StepKey child(String part) {
    return new StepKey(path + "/" + part);
  }

  @Override
  public String toString() {
    return path;
  }
}
