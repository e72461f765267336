package dev.catena.rag.ingest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The kinds of documents that can be read, told by the extension of their name.
enum Format {
  MARKDOWN,
  TEXT,
  HTML,
  PDF;

  private static final Map<String, Format> BY_EXTENSION =
      Map.of(
          "md", MARKDOWN, "markdown", MARKDOWN, //
          "txt", TEXT, "text", TEXT, "rst", TEXT, "adoc", TEXT, //
          "html", HTML, "htm", HTML, "xhtml", HTML, //
          "pdf", PDF);

  static Optional<Format> of(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.ofNullable(BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }
}
