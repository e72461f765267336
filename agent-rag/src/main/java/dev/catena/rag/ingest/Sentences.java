package dev.catena.rag.ingest;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/// Cuts English and Chinese text into sentences.
///
/// ICU's sentence rules (Unicode Standard Annex 29) find the candidates; [SentenceRules] refuses those after abbreviations, in
/// file names and in addresses, and adds the Chinese ones which the annex does not know. Headings, list items, table rows,
/// lines of fenced code and short lines are sentences of their own ([SentenceLines]).
public final class Sentences {
  private Sentences() {}

  /// The sentences of a text. Everything but white space lies in exactly one of them, and none starts or ends with white space.
  ///
  /// @param text plain text or Markdown; may be empty
  /// @return spans in the order of the text, in UTF-16 units; unmodifiable
  public static List<Span> of(CharSequence text) {
    var sentences = new ArrayList<Span>();
    var candidates = BreakIterator.getSentenceInstance(ULocale.ROOT);
    for (Span lines : SentenceLines.of(text)) {
      // Inside a paragraph a line end is a space; to ICU it would be the end of the paragraph.
      var prose = text.subSequence(lines.start(), lines.end()).toString().replace('\n', ' ').replace('\r', ' ');
      candidates.setText(prose);
      var rules = new SentenceRules(prose);
      int start = 0;
      for (int end = candidates.next(); end != BreakIterator.DONE; end = candidates.next()) {
        int border = rules.border(start, end);
        if (border > start) {
          rules.divide(start, border, (from, to) -> add(sentences, text, lines.start() + from, lines.start() + to));
          start = border;
        }
      }
      rules.divide(start, prose.length(), (from, to) -> add(sentences, text, lines.start() + from, lines.start() + to));
    }
    return List.copyOf(sentences);
  }

  private static void add(List<Span> sentences, CharSequence text, int start, int end) {
    Span sentence = Span.trimmed(text, start, end);
    if (!sentence.isEmpty()) {
      sentences.add(sentence);
    }
  }
}
