package dev.catena.rag.ingest;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// Packs pieces into passages, in order, so that the sum of costs is least: for each passage the square of what it lacks to a
/// good size, for each border what the piece after it says. The method is that of Knuth and Plass, «Breaking Paragraphs into
/// Lines» (1981).
final class Packing {
  /// No passage is larger: 160 words or 355 CJK characters.
  static final int MAX_SIZE = 160 * Size.WORD;

  /// From here on a passage lacks nothing: 110 words or 245 CJK characters.
  static final int GOOD_SIZE = 110 * Size.WORD;

  /// No passage is longer, in UTF-16 units, white space included.
  static final int MAX_LENGTH = 2_000;

  private Packing() {}

  static boolean fits(int size, int length) {
    return size <= MAX_SIZE && length <= MAX_LENGTH;
  }

  static List<Span> pack(List<Piece> pieces) {
    int count = pieces.size();
    var cost = new double[count + 1]; // of the first i pieces
    var first = new int[count + 1]; // of the passage that ends before piece i
    Arrays.fill(cost, 1, count + 1, Double.POSITIVE_INFINITY);
    for (int end = 1; end <= count; end++) {
      int size = 0;
      for (int start = end - 1; start >= 0; start--) {
        size += pieces.get(start).size();
        if (start < end - 1 && !fits(size, pieces.get(end - 1).end() - pieces.get(start).start())) {
          break;
        }
        double lack = Math.max(0, GOOD_SIZE - size) / (double) GOOD_SIZE;
        double border = start == 0 ? 0 : pieces.get(start).borderCost();
        if (cost[start] + border + lack * lack < cost[end]) {
          cost[end] = cost[start] + border + lack * lack;
          first[end] = start;
        }
      }
    }
    Deque<Span> spans = new ArrayDeque<>();
    for (int end = count; end > 0; end = first[end]) {
      spans.addFirst(new Span(pieces.get(first[end]).start(), pieces.get(end - 1).end()));
    }
    return List.copyOf(spans);
  }
}
