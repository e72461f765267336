package dev.catena.rag.ingest;

import java.util.Objects;

/// A document as text.
///
/// For Markdown and plain text, `text` is the decoded content of the file itself, without its byte order mark and with its line
/// ends as they are, so offsets into it are offsets into the file's text. For HTML and PDF it is the text extracted by
/// [DocumentReader]. A control character that is no white space is U+FFFD, so no document commands the terminal it is shown on.
///
/// @param id the path below the folder with `/` as separator; its extension tells how the text is structured
/// @param title the first heading, the HTML title or the file's name; never blank
/// @param text the text
public record SourceDocument(String id, String title, String text) {
  /// Checks that nothing is null.
  public SourceDocument {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
