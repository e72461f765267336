package dev.catena.rag.ingest;

import java.util.ArrayList;
import java.util.List;

/// The structure of a document's text: sections that partition it, and in each the blocks that partition the section.
///
/// @param sections in the order of the text
record Outline(List<Section> sections) {
  Outline {
    sections = List.copyOf(sections);
  }

  /// What stands under one heading, the heading included.
  record Section(String heading, List<Block> blocks) {
    Section {
      blocks = List.copyOf(blocks);
    }
  }

  /// A paragraph, list, table, and so on, from `start` to `end`; white space and markers between the parts belong to the part
  /// before. Parts, if there are any, partition the block.
  record Block(Kind kind, int start, int end, List<Block> parts) {
    Block {
      parts = List.copyOf(parts);
    }
  }

  /// How a block is cut when it is too large.
  enum Kind {
    /// Stays with what follows.
    HEADING,
    /// Cut between its parts.
    CONTAINER,
    /// Cut between sentences.
    PROSE,
    /// Cut between lines: tables, code.
    LINES
  }

  static Outline of(SourceDocument document) {
    return switch (Format.of(document.id()).orElse(Format.TEXT)) {
      case MARKDOWN, HTML -> MarkdownOutline.of(document.text());
      case TEXT, PDF -> paragraphs(document.text());
    };
  }

  /// Paragraphs are what stands between blank lines.
  private static Outline paragraphs(String text) {
    var blocks = new ArrayList<Block>();
    int start = 0;
    boolean blank = true;
    boolean content = false;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\n') {
        if (blank && content) {
          blocks.add(new Block(Kind.PROSE, start, i + 1, List.of()));
          start = i + 1;
          content = false;
        }
        blank = true;
      } else if (!Span.isSpace(character)) {
        blank = false;
        content = true;
      }
    }
    blocks.add(new Block(Kind.PROSE, start, text.length(), List.of()));
    return new Outline(List.of(new Section("", blocks)));
  }
}
