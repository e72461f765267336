package dev.catena.local.sample;

import dev.catena.local.llama.Logits;
import java.util.BitSet;

/// The likeliest tokens, likeliest first; among equals the lower id. Found in one pass with a heap that holds the least
/// likely on top, so most tokens cost one comparison.
final class Candidates {

  private final int[] tokens;
  private final float[] scores;
  private int size;

  private Candidates(int capacity) {
    tokens = new int[capacity];
    scores = new float[capacity];
  }

  /// @param count how many; 0 for all
  static Candidates likeliest(Logits logits, int count, BitSet banned) {
    int capacity = count == 0 ? logits.size() : Math.min(count, logits.size());
    Candidates heap = new Candidates(capacity);
    boolean anyBanned = !banned.isEmpty();
    for (int token = 0; token < logits.size(); token++) {
      float score = logits.get(token);
      if (heap.wants(score) && !(anyBanned && banned.get(token))) {
        heap.offer(token, score);
      }
    }
    if (heap.size == 0) {
      throw new IllegalArgumentException("all tokens are banned");
    }
    heap.sort();
    return heap;
  }

  int token(int rank) {
    return tokens[rank];
  }

  /// Unnormalised probabilities, likeliest first; the likeliest has 1.
  double[] weights(double temperature) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = Math.exp((scores[i] - (double) scores[0]) / temperature);
    }
    return weights;
  }

  private boolean wants(float score) {
    return size < tokens.length ? !Float.isNaN(score) : score > scores[0];
  }

  private void offer(int token, float score) {
    if (size < tokens.length) {
      up(size++, token, score);
    } else {
      down(0, size, token, score);
    }
  }

  private void up(int hole, int token, float score) {
    int at = hole;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!less(token, score, tokens[parent], scores[parent])) {
        break;
      }
      set(at, tokens[parent], scores[parent]);
      at = parent;
    }
    set(at, token, score);
  }

  private void down(int hole, int end, int token, float score) {
    int at = hole;
    while (true) {
      int child = 2 * at + 1;
      if (child >= end) {
        break;
      }
      if (child + 1 < end && less(tokens[child + 1], scores[child + 1], tokens[child], scores[child])) {
        child++;
      }
      if (!less(tokens[child], scores[child], token, score)) {
        break;
      }
      set(at, tokens[child], scores[child]);
      at = child;
    }
    set(at, token, score);
  }

  /// Heap sort: the least likely goes to the end, again and again.
  private void sort() {
    for (int end = size - 1; end > 0; end--) {
      int token = tokens[end];
      float score = scores[end];
      set(end, tokens[0], scores[0]);
      down(0, end, token, score);
    }
  }

  private static boolean less(int token, float score, int otherToken, float otherScore) {
    return score < otherScore || (score == otherScore && token > otherToken);
  }

  private void set(int at, int token, float score) {
    tokens[at] = token;
    scores[at] = score;
  }
}
