package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;
import java.util.Objects;

/// A passage as it is stored.
///
/// @param document its document's id
/// @param title its document's title
/// @param heading the headings above it, outermost first; empty if there are none
/// @param start where it starts in its document, in UTF-16 units
/// @param end where it ends, exclusive
/// @param text the document's text from `start` to `end`
/// @param script the script it was indexed in
public record StoredPassage(String document, String title, String heading, int start, int end, String text, Script script) {
  /// Checks that nothing is null.
  public StoredPassage {
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(heading, "heading");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(script, "script");
  }
}
