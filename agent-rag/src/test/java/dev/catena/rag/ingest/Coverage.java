package dev.catena.rag.ingest;

import java.util.List;

/// What spans of a text leave out or do wrong.
final class Coverage {
  private Coverage() {}

  /// The text outside the spans without its white space, or a note about a span that is out of order or not trimmed.
  static String uncovered(String text, List<Span> spans) {
    var left = new StringBuilder();
    int end = 0;
    for (Span span : spans) {
      if (span.start() < end || span.isEmpty() || !Span.trimmed(text, span.start(), span.end()).equals(span)) {
        return "bad span " + span + " after " + end;
      }
      left.append(text, end, span.start());
      end = span.end();
    }
    left.append(text, end, text.length());
    return left.chars().filter(c -> !Span.isSpace((char) c)).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
