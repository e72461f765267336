package dev.catena.rag.index;

import java.util.Locale;
import java.util.Objects;

/// How far the vectors have come. Its text is for people: `vectors: 812 of 5,120`.
///
/// @param done how many passages have one
/// @param total how many passages are to have one: all whose language has a model
/// @param problem why it does not go on, in one line; empty when nothing is wrong
public record VectorStatus(int done, int total, String problem) {
  /// Checks the numbers.
  public VectorStatus {
    Objects.requireNonNull(problem, "problem");
    if (done < 0 || done > total) {
      throw new IllegalArgumentException("vectors: %d of %d".formatted(done, total));
    }
  }

  /// Whether every passage has its vector.
  ///
  /// @return also true when there is nothing to embed
  public boolean complete() {
    return done == total;
  }

  @Override
  public String toString() {
    String state = String.format(Locale.ROOT, "vectors: %,d of %,d", done, total);
    return problem.isEmpty() ? state : state + " (" + problem + ")";
  }
}
