package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// One score for each token of the vocabulary, read where native code wrote them: valid until the next
/// [Context#decode]. For the context's thread.
public final class Logits {

  private final MemorySegment scores;
  private final int size;

  Logits(MemorySegment scores, int size) {
    this.scores = scores;
    this.size = size;
  }

  /// Scores that are not a model's.
  public static Logits of(float... scores) {
    return new Logits(MemorySegment.ofArray(scores.clone()), scores.length);
  }

  /// Number of tokens.
  public int size() {
    return size;
  }

  /// A token's score.
  ///
  /// @throws IndexOutOfBoundsException when there is no such token
  public float get(int token) {
    Objects.checkIndex(token, size);
    return scores.getAtIndex(JAVA_FLOAT, token);
  }

  /// The token with the highest score, the first of several.
  public int argMax() {
    int best = 0;
    float highest = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < size; token++) {
      float score = scores.getAtIndex(JAVA_FLOAT, token);
      if (score > highest) {
        highest = score;
        best = token;
      }
    }
    return best;
  }
}
