package dev.catena.rag.ingest;

import java.util.ArrayList;
import java.util.List;

/// Cuts a document into passages of about 110 to 160 words or 250 to 350 CJK characters.
///
/// A heading starts a new passage, and what stands under one heading never shares a passage with what stands under another.
/// Below that, borders between paragraphs are preferred to those between list items, table rows, lines of code and sentences;
/// a list, table or piece of code that fits stays whole. Shorter passages are left where a section is short. Markdown (`.md`,
/// `.markdown`) and HTML have headings; other documents are paragraphs.
///
/// Immutable; safe for use by many threads.
public final class PassageSplitter {
  /// No passage is longer, in UTF-16 units.
  public static final int MAX_LENGTH = Packing.MAX_LENGTH;

  /// A splitter.
  public PassageSplitter() {}

  /// Cuts a document.
  ///
  /// Everything but white space, and the front matter of a Markdown file, lies in exactly one passage. No passage starts or
  /// ends with white space, and none cuts a surrogate pair.
  ///
  /// @param document the document
  /// @return its passages in the order of the text, which do not overlap; unmodifiable; empty if there is nothing but white space
  public List<Passage> split(SourceDocument document) {
    var text = document.text();
    var passages = new ArrayList<Passage>();
    for (var section : Outline.of(document).sections()) {
      for (Span span : Packing.pack(Pieces.of(text, section.blocks()))) {
        passages.add(new Passage(span.start(), span.end(), section.heading()));
      }
    }
    return List.copyOf(passages);
  }
}
