package dev.catena.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/// Finds what a text says: stems, names, numbers and CJK bigrams, without the words that only hold it together.
///
/// Numbers written in words (`thirty`, `三十`) give the same text as digits do, `2,340` the same as `2340`.
public final class Terms {
  private static final Analyzer MIXED = Analysis.mixed();
  /// The stem of «one», which is a pronoun as often as a number.
  private static final String ONE = "on";
  private static final Map<String, String> NUMBER_WORDS = numberWords();

  private Terms() {}

  /// The terms of a text, in its order. Safe for many threads.
  ///
  /// @param text may be empty
  /// @return a list of the caller's own
  public static List<Term> of(String text) {
    var terms = new ArrayList<Term>();
    analyse(text, terms);
    ChineseNumerals.find(text, terms::add);
    return terms;
  }

  private static void analyse(String text, List<Term> terms) {
    try (TokenStream tokens = MIXED.tokenStream("", text)) {
      var term = tokens.addAttribute(CharTermAttribute.class);
      var offset = tokens.addAttribute(OffsetAttribute.class);
      var type = tokens.addAttribute(TypeAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        add(terms, text, term.toString(), offset.startOffset(), offset.endOffset(), type.type());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory failed to read", e);
    }
  }

  private static void add(List<Term> terms, String text, String term, int start, int end, String type) {
    if (Weekdays.isOne(term, text, end)) {
      terms.add(new Term(Weekdays.named(term), start, end, Term.Kind.NUMBER));
    } else if (!isLatin(type)) {
      long functional = FunctionWords.chineseCharacters(term);
      if (functional < term.codePointCount(0, term.length())) {
        terms.add(new Term(term, start, end, functional == 0 ? Term.Kind.CJK : Term.Kind.SEAM));
      }
    } else if (hasDigit(term)) {
      terms.add(new Term(number(term), start, end, Term.Kind.NUMBER));
    } else if (NUMBER_WORDS.containsKey(term)) {
      var kind = term.equals(ONE) ? Term.Kind.WORD : Term.Kind.NUMBER;
      terms.add(new Term(NUMBER_WORDS.getOrDefault(term, term), start, end, kind));
    } else {
      terms.add(new Term(term, start, end, isName(text, start, end) ? Term.Kind.NAME : Term.Kind.WORD));
    }
  }

  private static boolean isLatin(String type) {
    return type.equals(StandardTokenizer.TOKEN_TYPES[StandardTokenizer.ALPHANUM])
        || type.equals(StandardTokenizer.TOKEN_TYPES[StandardTokenizer.NUM]);
  }

  private static boolean hasDigit(String term) {
    return term.chars().anyMatch(Character::isDigit);
  }

  /// Without the commas between thousands, and without a trailing point.
  private static String number(String term) {
    return term.replace(",", "").replaceAll("(?<=\\d)(?:st|nd|rd|th)$", "");
  }

  private static boolean isName(String text, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (Character.isUpperCase(text.charAt(i))) {
        return true;
      }
    }
    return Character.isUpperCase(text.charAt(start)) && !startsSentence(text, start);
  }

  private static boolean startsSentence(String text, int start) {
    for (int i = start - 1; i >= 0; i--) {
      char before = text.charAt(i);
      if (before == '\n' || ".!?:;。！？：；•".indexOf(before) >= 0) {
        return true;
      }
      if (Character.isLetterOrDigit(before) || before == ',' || before == '，') {
        return false;
      }
    }
    return true;
  }

  /// By stem.
  private static Map<String, String> numberWords() {
    var numbers = new HashMap<String, String>();
    var small = List.of("zero", ONE, "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelv",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen");
    for (int i = 0; i < small.size(); i++) {
      numbers.put(small.get(i), Integer.toString(i));
    }
    var tens = List.of("twenti", "thirti", "forti", "fifti", "sixti", "seventi", "eighti", "nineti", "hundr");
    for (int i = 0; i < tens.size(); i++) {
      numbers.put(tens.get(i), Integer.toString(10 * (i + 2)));
    }
    return Map.copyOf(numbers);
  }
}
