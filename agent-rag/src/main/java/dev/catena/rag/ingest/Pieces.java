package dev.catena.rag.ingest;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.catena.rag.ingest.Outline.Block;
import dev.catena.rag.ingest.Outline.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a section into pieces that each fit a passage: blocks where they fit, else their parts, else sentences or lines, else
/// words, and for text without any border a number of whole characters.
final class Pieces {
  private static final double BLOCK = 0;
  private static final double PART = 0.05;
  private static final double SENTENCE = 0.1;
  private static final double WORD = 1;
  private static final double AFTER_COLON = 0.3;
  private static final double AFTER_HEADING = 3;

  /// Length of a piece of text in which not even words are found, in UTF-16 units.
  private static final int UNBROKEN_LENGTH = 100;

  private final String text;
  private final List<Piece> pieces = new ArrayList<>();

  /// Where the headings start under which the next piece comes first; -1 when it does not come first, or they are very long.
  private int leadStart = -1;

  private Pieces(String text) {
    this.text = text;
  }

  static List<Piece> of(String text, List<Block> blocks) {
    var pieces = new Pieces(text);
    pieces.addBlocks(blocks, BLOCK, BLOCK);
    return pieces.pieces;
  }

  /// @param firstCost of the border before the first block
  /// @param cost of the borders between blocks
  private void addBlocks(List<Block> blocks, double firstCost, double cost) {
    for (int i = 0; i < blocks.size(); i++) {
      double border = i == 0 ? firstCost : cost;
      if (i > 0 && blocks.get(i - 1).kind() == Kind.HEADING) {
        border = AFTER_HEADING;
      }
      int outerHeadings = leadStart;
      addBlock(blocks.get(i), border);
      leadStart = leadStart(blocks.get(i), outerHeadings);
    }
  }

  private int leadStart(Block last, int outerHeadings) {
    if (last.kind() != Kind.HEADING || pieces.isEmpty()) {
      return -1;
    }
    int start = outerHeadings < 0 ? pieces.getLast().start() : outerHeadings;
    int end = pieces.getLast().end();
    boolean leavesRoom = Packing.fits(2 * Size.of(text, start, end), 2 * (end - start));
    return leavesRoom ? start : -1;
  }

  private void addBlock(Block block, double border) {
    if (addWhole(block.start(), block.end(), border)) {
      return;
    }
    switch (block.kind()) {
      case CONTAINER -> addBlocks(block.parts(), border, PART);
      case HEADING, PROSE -> addAll(sentences(block), border);
      case LINES -> addAll(lines(block), border);
    }
  }

  private List<Span> sentences(Block block) {
    return Sentences.of(text.substring(block.start(), block.end())).stream()
        .map(sentence -> new Span(block.start() + sentence.start(), block.start() + sentence.end()))
        .toList();
  }

  private List<Span> lines(Block block) {
    var lines = new ArrayList<Span>();
    int start = block.start();
    for (int i = start; i < block.end(); i++) {
      if (text.charAt(i) == '\n') {
        lines.add(new Span(start, i));
        start = i + 1;
      }
    }
    lines.add(new Span(start, block.end()));
    return lines;
  }

  private void addAll(List<Span> spans, double firstCost) {
    double border = firstCost;
    for (Span span : spans) {
      if (!addWhole(span.start(), span.end(), border)) {
        addWords(span, border);
      }
      border = SENTENCE;
    }
  }

  private void addWords(Span span, double firstCost) {
    var words = BreakIterator.getLineInstance(ULocale.ROOT);
    words.setText(text.substring(span.start(), span.end()));
    double border = firstCost;
    int start = words.first();
    for (int end = words.next(); end != BreakIterator.DONE; end = words.next()) {
      if (!addWhole(span.start() + start, span.start() + end, border)) {
        addCharacters(new Span(span.start() + start, span.start() + end), border);
      }
      border = WORD;
      start = end;
    }
  }

  private void addCharacters(Span span, double firstCost) {
    var characters = BreakIterator.getCharacterInstance(ULocale.ROOT);
    double border = firstCost;
    for (int start = span.start(); start < span.end(); ) {
      int end = Math.min(span.end(), start + UNBROKEN_LENGTH);
      if (end < span.end()) {
        end = characterBorder(characters, start, end);
      }
      addWhole(start, end, border);
      border = WORD;
      start = end;
    }
  }

  /// The last border between user-perceived characters up to `end`; if the one from `start` is longer, one between code points.
  private int characterBorder(BreakIterator characters, int start, int end) {
    characters.setText(text.substring(start, end + 1));
    int border = characters.preceding(end + 1 - start);
    if (border > 0) {
      return start + border;
    }
    return Character.isLowSurrogate(text.charAt(end)) && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private boolean addWhole(int start, int end, double border) {
    Span span = Span.trimmed(text, start, end);
    if (span.isEmpty()) {
      return true;
    }
    int from = leadStart < 0 ? span.start() : leadStart; // a heading's first piece leaves room for the heading
    if (!Packing.fits(Size.of(text, from, span.end()), span.end() - from)) {
      return false;
    }
    int size = Size.of(text, span.start(), span.end());
    boolean afterColon = !pieces.isEmpty() && ":：".indexOf(text.charAt(pieces.getLast().end() - 1)) >= 0;
    pieces.add(new Piece(span.start(), span.end(), size, afterColon ? Math.max(border, AFTER_COLON) : border));
    leadStart = -1;
    return true;
  }
}
