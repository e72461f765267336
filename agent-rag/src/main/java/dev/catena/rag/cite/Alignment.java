package dev.catena.rag.cite;

import dev.catena.knowledge.Citation;
import dev.catena.rag.search.Excerpt;
import dev.langchain4j.rag.content.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds for each sentence of an answer the sentences of the documents that say it.
public final class Alignment {
  private static final int MIN_CITATIONS = 2;
  private static final int MAX_CITATIONS = 4;

  private Alignment() {}

  /// The citations of an answer.
  ///
  /// Each sentence that states something is compared with every run of up to three neighbouring sentences that were shown; the
  /// best one that [Support] accepts is its quote. A quote is given once. Half of the answer's sentences have a citation at
  /// most, but up to two always may and never more than four: those with the best support.
  ///
  /// @param answer the finished text of the answer; may be empty
  /// @param shown passages; those that are not [Excerpt]s are passed over
  /// @return citations in the order of the answer
  public static List<Citation> cite(String answer, List<Content> shown) {
    List<Quote> quotes = Quote.allOf(shown.stream().map(Excerpt::of).flatMap(Optional::stream).toList());
    List<Statement> statements = Statement.allOf(answer);
    var support = new Support(quotes);
    var supported = new ArrayList<Supported>();
    for (Statement statement : statements) {
      quotes.stream()
          .map(quote -> new Supported(statement, quote, support.of(statement, quote)))
          .filter(candidate -> candidate.support() > 0)
          .max(Comparator.comparingDouble(Supported::support))
          .ifPresent(supported::add);
    }
    return best(supported, Math.clamp((statements.size() + 1) / 2, MIN_CITATIONS, MAX_CITATIONS)).stream()
        .map(Supported::citation)
        .toList();
  }

  private static List<Supported> best(List<Supported> supported, int count) {
    var kept = new ArrayList<Supported>();
    supported.sort(Comparator.comparingDouble(Supported::support).reversed());
    for (Supported candidate : supported) {
      if (kept.size() < count && kept.stream().noneMatch(other -> other.quote().overlaps(candidate.quote()))) {
        kept.add(candidate);
      }
    }
    kept.sort(Comparator.comparingInt(candidate -> candidate.statement().start()));
    return kept;
  }

  /// @param support how well the quote says the statement; 0 for not at all
  private record Supported(Statement statement, Quote quote, double support) {
    Citation citation() {
      return new Citation(
          quote.document(), quote.start(), quote.end(), quote.text(), statement.start(), statement.end());
    }
  }
}
