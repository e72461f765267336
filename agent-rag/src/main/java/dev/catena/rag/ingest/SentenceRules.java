package dev.catena.rag.ingest;

import java.util.Locale;
import java.util.Set;

/// What Unicode Standard Annex 29 leaves to tailoring, for one paragraph of English, Chinese or both.
final class SentenceRules {
  /// Abbreviations, in lower case and without the last full stop, that hardly ever end a sentence.
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "gen", "sen", "rep", "gov", "capt", "lt", "col", "sgt", "rev", "hon", "vs", "e.g",
          "i.e", "eg", "ie", "cf", "viz", "approx", "ca", "dept", "incl", "resp", "u.s", "u.k", "mt");

  /// Abbreviations that do not end a sentence when a number follows.
  private static final Set<String> BEFORE_NUMBERS =
      Set.of(
          "no", "nos", "nr", "fig", "figs", "p", "pp", "vol", "sec", "eq", "eqs", "ch", "chap", "art", "par", "v", "ver", "tab", "jan",
          "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec");

  private final String text;

  SentenceRules(String text) {
    this.text = text;
  }

  /// Where the sentence from `start` ends, if the candidate `end` is an end at all.
  ///
  /// @return the offset after the sentence, or `start` if there is no end here
  int border(int start, int end) {
    int stop = terminator(start, end);
    if (stop < start) {
      return end;
    }
    int border = afterClosers(stop + 1, end);
    int next = skipSpace(border);
    if (next == text.length()) {
      return end;
    }
    boolean apart = next > border;
    int follower = text.codePointAt(next);
    boolean isEnd =
        switch (text.charAt(stop)) {
          case '.' -> apart ? !isAbbreviation(start, stop, follower) : isCjkBefore(stop) && Script.isCjkText(follower);
          case '!', '?' -> apart ? !Character.isLowerCase(follower) : Script.isCjkText(follower);
          default -> true;
        };
    return isEnd ? next : start;
  }

  /// Hands over the sentence from `start` to `end` in the parts between Chinese semicolons and ellipses, which are ends that
  /// ICU does not offer.
  void divide(int start, int end, Parts parts) {
    int from = start;
    for (int i = start; i < end; i++) {
      if (isPartEnd(i)) {
        int border = afterClosers(i + 1, end);
        parts.add(from, border);
        from = border;
        i = border - 1;
      }
    }
    parts.add(from, end);
  }

  interface Parts {
    void add(int start, int end);
  }

  private boolean isPartEnd(int at) {
    char character = text.charAt(at);
    if (character == '；') {
      return true;
    }
    if (character != '…' && character != '⋯') {
      return false;
    }
    int border = afterClosers(at + 1, text.length());
    int next = skipSpace(border);
    if (next == text.length() || "…⋯。！？；，,.!?".indexOf(text.charAt(next)) >= 0) {
      return false;
    }
    int follower = text.codePointAt(next);
    return Script.isCjkText(follower) || (next > border && Character.isUpperCase(follower));
  }

  /// The last character before `end` that is neither white space nor a closing or opening mark; below `start` if there is none.
  private int terminator(int start, int end) {
    int at = end - 1;
    while (at >= start && (Span.isSpace(text.charAt(at)) || isCloser(text.charAt(at)) || isOpener(text.charAt(at)))) {
      at--;
    }
    return at;
  }

  private int afterClosers(int from, int end) {
    int at = from;
    while (at < end && isCloser(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < text.length() && Span.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isAbbreviation(int start, int stop, int follower) {
    int from = stop;
    while (from > start && isWordPart(text.charAt(from - 1))) {
      from--;
    }
    var word = text.substring(from, stop);
    if (word.isEmpty()) {
      return false;
    }
    if (word.length() == 1 && Character.isUpperCase(word.charAt(0)) && !word.equals("I")) {
      return true; // an initial
    }
    if (from == start && word.length() <= 3 && word.chars().allMatch(Character::isDigit)) {
      return true; // the number of a list item
    }
    var lower = word.toLowerCase(Locale.ROOT);
    return ABBREVIATIONS.contains(lower) || (Character.isDigit(follower) && BEFORE_NUMBERS.contains(lower));
  }

  private static boolean isWordPart(char character) {
    return character == '.' || Character.isLetterOrDigit(character);
  }

  private boolean isCjkBefore(int at) {
    return at > 0 && Script.isCjkText(text.codePointBefore(at));
  }

  private static boolean isCloser(char character) {
    return switch (Character.getType(character)) {
      case Character.END_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
      default -> character == '"' || character == '\'' || character == '*' || character == '_' || character == '`';
    };
  }

  private static boolean isOpener(char character) {
    return switch (Character.getType(character)) {
      case Character.START_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION -> true;
      default -> false;
    };
  }
}
