package dev.catena.knowledge;

import java.util.Objects;

/// Where a part of an answer stands in a document.
///
/// All offsets are in UTF-16 units (`String` indices), start inclusive, end exclusive.
///
/// @param document the document's id: for a folder, the path below it with `/` as separator
/// @param start where the quote starts in the document's text
/// @param end where the quote ends in the document's text; greater than `start`
/// @param quote exactly the document's text from `start` to `end`
/// @param answerStart where the supported sentence starts in the answer
/// @param answerEnd where the supported sentence ends in the answer: the place for a reader's mark
public record Citation(String document, int start, int end, String quote, int answerStart, int answerEnd) {
  /// Checks the offsets.
  public Citation {
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(quote, "quote");
    if (start < 0 || end - start != quote.length() || quote.isEmpty()) {
      throw new IllegalArgumentException(
          "quote of %d characters does not span %d..%d of %s".formatted(quote.length(), start, end, document));
    }
    if (answerStart < 0 || answerEnd < answerStart) {
      throw new IllegalArgumentException("answer span %d..%d".formatted(answerStart, answerEnd));
    }
  }
}
