package dev.catena.rag.ingest;

/// A stretch of a text, in UTF-16 units.
///
/// @param start where it starts
/// @param end where it ends, exclusive; not less than `start`
public record Span(int start, int end) {
  /// Checks the offsets.
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span " + start + ".." + end);
    }
  }

  boolean isEmpty() {
    return start == end;
  }

  /// The span from `start` to `end` without the white space at both sides; empty if there is nothing else.
  static Span trimmed(CharSequence text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return new Span(from, to);
  }

  /// White space here includes the spaces that do not break (U+00A0 and the like).
  static boolean isSpace(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }
}
