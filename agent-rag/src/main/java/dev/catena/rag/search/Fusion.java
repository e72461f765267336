package dev.catena.rag.search;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Joins the scores of two legs whose scales have nothing in common.
///
/// Each leg is mapped so that its mean minus three standard deviations is 0 and its mean plus three is 1 (distribution-based
/// score fusion, Mazzeschi 2023, as in Qdrant's `dbsf`); a passage that a leg did not find has 0 from it. The legs count the
/// same.
final class Fusion {
  private static final double SIGMAS = 3;
  private static final double EVEN = 0.5;

  private Fusion() {}

  /// Scores from 0 to 1 for all passages of both legs. Where one leg is empty the other decides alone.
  static Map<Integer, Double> fuse(Map<Integer, Float> words, Map<Integer, Float> vectors) {
    if (words.isEmpty() || vectors.isEmpty()) {
      return scaled(words.isEmpty() ? vectors : words);
    }
    var fused = new HashMap<Integer, Double>();
    scaled(words).forEach((passage, score) -> fused.merge(passage, EVEN * score, Double::sum));
    scaled(vectors).forEach((passage, score) -> fused.merge(passage, EVEN * score, Double::sum));
    return fused;
  }

  private static Map<Integer, Double> scaled(Map<Integer, Float> leg) {
    double mean = mean(leg.values());
    double deviation = deviation(leg.values(), mean);
    var scaled = new HashMap<Integer, Double>();
    leg.forEach((passage, score) ->
        scaled.put(passage, deviation == 0 ? EVEN : clamp(EVEN + (score - mean) / (2 * SIGMAS * deviation))));
    return scaled;
  }

  private static double mean(Collection<Float> scores) {
    return scores.stream().mapToDouble(Float::doubleValue).average().orElse(0);
  }

  private static double deviation(Collection<Float> scores, double mean) {
    return Math.sqrt(scores.stream().mapToDouble(score -> (score - mean) * (score - mean)).average().orElse(0));
  }

  private static double clamp(double score) {
    return Math.clamp(score, 0, 1);
  }
}
