package dev.catena.rag.cite;

import dev.catena.rag.index.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How well a quote says a statement.
///
/// The measure is the part of the statement's terms that the quote holds, each weighed by its kind and by how rare it is among
/// the sentences shown. What stands in the headings or elsewhere in the passage counts in part, since «it takes 30 days» under
/// «Refunds» says that refunds do. A number must stand in the quote or its headings itself.
final class Support {
  /// The part of a statement that must be found; the rest may be the model's own words.
  private static final double ENOUGH = 0.7;
  /// The part of a statement whose number stands in the quote itself: a shared figure is evidence, and the rest is often an
  /// echo of the question («退货需要在15天之内办理» of «收到后15天内可以退货»).
  private static final double ENOUGH_WITH_NUMBER = 0.5;
  /// A statement of so few terms must be found in whole: any sentence holds one word of it.
  private static final int FEW_TERMS = 2;
  /// A refusal may repeat the question's words, so only a quotation counts as supported.
  private static final double REFUSAL_ENOUGH = 0.95;
  private static final double IN_HEADINGS = 0.7;
  private static final double IN_PASSAGE = 0.5;
  /// Two characters of a bigram that do not stand side by side.
  private static final double APART = 0.5;
  /// What a further sentence must add to be quoted too.
  private static final double COST_OF_SENTENCE = 0.04;

  private final Map<String, Integer> frequencies = new HashMap<>();
  private final int sentences;

  /// All that can be quoted tells what is rare.
  Support(List<Quote> quotes) {
    List<Quote> single = quotes.stream().filter(quote -> quote.sentences() == 1).toList();
    this.sentences = single.size();
    single.forEach(quote -> quote.terms().forEach(term -> frequencies.merge(term, 1, Integer::sum)));
  }

  /// From above 0 to 1; 0 when it is not enough.
  double of(Statement statement, Quote quote) {
    double wanted = 0;
    double found = 0;
    boolean shares = false;
    boolean number = false;
    for (var entry : statement.terms().entrySet()) {
      String term = entry.getKey();
      double part = part(term, entry.getValue(), quote);
      if (entry.getValue() == Term.Kind.NUMBER && part < IN_HEADINGS) {
        return 0;
      }
      shares |= part == 1;
      number |= entry.getValue() == Term.Kind.NUMBER && part == 1;
      double weight = weight(term, entry.getValue());
      wanted += weight;
      found += weight * part;
    }
    double support = found / wanted;
    if (!shares || support < enough(statement, number)) {
      return 0;
    }
    return Math.max(Double.MIN_VALUE, support - COST_OF_SENTENCE * (quote.sentences() - 1));
  }

  private static double enough(Statement statement, boolean number) {
    if (statement.refusal()) {
      return REFUSAL_ENOUGH;
    }
    if (statement.terms().size() <= FEW_TERMS) {
      return 1;
    }
    return number ? ENOUGH_WITH_NUMBER : ENOUGH;
  }

  private static double part(String term, Term.Kind kind, Quote quote) {
    if (quote.terms().contains(term)) {
      return 1;
    }
    if (quote.headings().contains(term)) {
      return IN_HEADINGS;
    }
    boolean cjk = kind == Term.Kind.CJK || kind == Term.Kind.SEAM;
    if (cjk && quote.holdsCharactersOf(term)) {
      return term.codePointCount(0, term.length()) == 1 ? 1 : APART; // one alone is part of a bigram there
    }
    return quote.around().contains(term) ? IN_PASSAGE : 0;
  }

  private double weight(String term, Term.Kind kind) {
    // a word that stands nowhere is the model's own, and tells no sentence from another
    int frequency = frequencies.getOrDefault(term, sentences);
    double rarity = 1 + Math.log((sentences + 1.0) / (frequency + 1.0));
    return rarity * switch (kind) {
      case NUMBER -> 2;
      case NAME -> 1.5;
      case WORD, CJK -> 1;
      case SEAM -> 0.5;
    };
  }
}
