package dev.catena.local.sample;

import dev.catena.local.llama.Logits;
import java.util.BitSet;
import java.util.List;

/// Scores as probabilities: a softmax at temperature 1.
public final class Probabilities {

  private Probabilities() {}

  /// The probability that the next token is one of a set, for each set. Nothing is computed when there are no sets.
  ///
  /// @param sets token ids below the number of scores
  public static List<Double> of(Logits logits, List<BitSet> sets) {
    if (sets.isEmpty()) {
      return List.of();
    }
    double highest = logits.get(logits.argMax());
    double all = 0;
    for (int token = 0; token < logits.size(); token++) {
      all += Math.exp(logits.get(token) - highest);
    }
    double total = all;
    return sets.stream()
        .map(set -> set.stream().mapToDouble(token -> Math.exp(logits.get(token) - highest)).sum() / total)
        .toList();
  }
}
