package dev.catena.rag.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/// Joins the scores of two legs whose scales have nothing in common.
///
/// Each leg is mapped to what its score is of the best one possible: BM25 to its part of what the question's terms could give
/// at most, the cosine to its place in its model's band. The legs count the same. (Theoretical min-max combination: Bruch, Gai
/// and Ingber, «An Analysis of Fusion Functions for Hybrid Retrieval», 2023.) Unlike scales made from the hits of one question
/// it does not take the best of bad hits for a good one: where the question's words are missing, its meaning decides.
final class Fusion {
  private static final double EVEN = 0.5;
  /// Half of the words say more than half of all: the rest is often only put in another way.
  private static final double CURVE = 0.7;

  private Fusion() {}

  /// Words alone.
  static Map<Integer, Double> ofWords(Map<Integer, Float> words, double attainable) {
    var scores = new HashMap<Integer, Double>();
    words.forEach((passage, score) -> scores.put(passage, share(score, attainable)));
    return scores;
  }

  /// Scores from 0 to 1 for what the words leg found and for what is near enough to the question.
  ///
  /// @param words BM25 by passage
  /// @param attainable the BM25 of a passage that is all about the question
  /// @param cosines by passage
  /// @param scale of the cosines
  static Map<Integer, Double> fuse(
      Map<Integer, Float> words, double attainable, Map<Integer, Float> cosines, CosineScale scale) {
    var found = new HashSet<>(words.keySet());
    cosines.forEach((passage, cosine) -> {
      if (cosine >= scale.floor()) {
        found.add(passage);
      }
    });
    var scores = new HashMap<Integer, Double>();
    for (Integer passage : found) {
      double byWords = share(words.getOrDefault(passage, 0f), attainable);
      Float cosine = cosines.get(passage);
      double byMeaning = cosine == null ? 0 : scale.similarity(cosine);
      scores.put(passage, EVEN * (byWords + byMeaning));
    }
    return scores;
  }

  private static double share(float score, double attainable) {
    return attainable > 0 ? Math.pow(Math.min(1, score / attainable), CURVE) : 0;
  }
}
