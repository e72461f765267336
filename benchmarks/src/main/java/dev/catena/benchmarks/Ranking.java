package dev.catena.benchmarks;

import java.util.List;
import java.util.Set;

/// How good a ranking of documents is, as `trec_eval` counts it.
final class Ranking {
  private static final double LN2 = Math.log(2);

  private Ranking() {}

  /// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002), judgements 0 or 1.
  static double ndcg10(List<String> ranked, Set<String> relevant) {
    double gain = 0;
    for (int i = 0; i < Math.min(10, ranked.size()); i++) {
      gain += relevant.contains(ranked.get(i)) ? discount(i) : 0;
    }
    double ideal = 0;
    for (int i = 0; i < Math.min(10, relevant.size()); i++) {
      ideal += discount(i);
    }
    return gain / ideal;
  }

  /// Which part of the relevant documents is among the first `depth`.
  static double recall(List<String> ranked, Set<String> relevant, int depth) {
    return (double) ranked.stream().limit(depth).filter(relevant::contains).count() / relevant.size();
  }

  private static double discount(int place) {
    return LN2 / Math.log(place + 2.0);
  }
}
