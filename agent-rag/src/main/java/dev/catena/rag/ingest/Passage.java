package dev.catena.rag.ingest;

import java.util.Objects;

/// A part of a document that is indexed and retrieved as one.
///
/// @param start where it starts in the document's text, in UTF-16 units
/// @param end where it ends, exclusive; greater than `start`
/// @param heading the headings it stands under, outermost first, joined by `" > "`; empty if there are none
public record Passage(int start, int end, String heading) {
  /// Checks the offsets.
  public Passage {
    Objects.requireNonNull(heading, "heading");
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("passage " + start + ".." + end);
    }
  }
}
