package dev.catena.benchmarks;

import java.util.List;
import java.util.OptionalInt;

/// The one option of every benchmark: `--limit N`.
final class Limit {
  private Limit() {}

  /// How many rounds, questions or runs.
  ///
  /// @param arguments what stands behind the benchmark's name
  /// @param whole the number without a limit
  /// @return empty when the arguments are neither nothing nor `--limit N` with N at least 1
  static OptionalInt of(List<String> arguments, int whole) {
    if (arguments.isEmpty()) {
      return OptionalInt.of(whole);
    }
    boolean understood =
        arguments.size() == 2 && arguments.getFirst().equals("--limit") && arguments.get(1).matches("[1-9]\\d{0,5}");
    return understood ? OptionalInt.of(Integer.parseInt(arguments.get(1))) : OptionalInt.empty();
  }
}
