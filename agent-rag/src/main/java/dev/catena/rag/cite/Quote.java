package dev.catena.rag.cite;

import dev.catena.rag.index.Term;
import dev.catena.rag.index.Terms;
import dev.catena.rag.ingest.Sentences;
import dev.catena.rag.ingest.Span;
import dev.catena.rag.search.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Neighbouring sentences of a document that could stand behind a statement.
///
/// @param document the document's id
/// @param start where it starts in the document
/// @param end where it ends
/// @param text the document's text there
/// @param sentences how many sentences it is
/// @param terms what it says
/// @param headings what its title and headings say
/// @param around what the rest of the passage says
record Quote(
    String document, int start, int end, String text, int sentences, Set<String> terms, Set<String> headings, Set<String> around) {
  private static final int MAX_SENTENCES = 3;

  /// All of them, the best passage's first.
  static List<Quote> allOf(List<Excerpt> excerpts) {
    var quotes = new ArrayList<Quote>();
    for (Excerpt excerpt : excerpts) {
      Set<String> headings = terms(excerpt.title() + "\n" + excerpt.heading());
      Set<String> around = terms(excerpt.text());
      for (int i = 0; i < excerpt.spans().size(); i++) {
        addAll(quotes, excerpt.document(), excerpt.spans().get(i).start(), excerpt.texts().get(i), headings, around);
      }
    }
    return quotes;
  }

  boolean overlaps(Quote other) {
    return document.equals(other.document) && start < other.end && other.start < end;
  }

  boolean holdsCharactersOf(String bigram) {
    return bigram.codePoints().allMatch(character -> text.indexOf(character) >= 0);
  }

  private static void addAll(
      List<Quote> quotes, String document, int offset, String text, Set<String> headings, Set<String> around) {
    List<Span> sentences = Sentences.of(text);
    for (int first = 0; first < sentences.size(); first++) {
      for (int last = first; last < Math.min(first + MAX_SENTENCES, sentences.size()); last++) {
        int start = sentences.get(first).start();
        int end = sentences.get(last).end();
        String words = text.substring(start, end);
        quotes.add(new Quote(document, offset + start, offset + end, words, last - first + 1, terms(words), headings, around));
      }
    }
  }

  private static Set<String> terms(String text) {
    return Terms.of(text).stream().map(Term::text).collect(Collectors.toCollection(HashSet::new));
  }
}
