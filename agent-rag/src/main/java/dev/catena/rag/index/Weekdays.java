package dev.catena.rag.index;

import java.util.Set;
import java.util.regex.Pattern;

/// The days of the week as terms. Like a number, one of them cannot stand for another.
final class Weekdays {
  private static final Set<String> STEMS =
      Set.of("mondai", "tuesdai", "wednesdai", "thursdai", "fridai", "saturdai", "sundai");
  /// Folded bigrams: 周一, and the end of 星期一 and 礼拜一.
  private static final Pattern CHINESE = Pattern.compile("[周期拜][一二三四五六日天]");
  /// After these it was «once a week».
  private static final String COUNTED = "次个回遍节";

  private Weekdays() {}

  /// @param term a term of the text
  /// @param text the whole text
  /// @param end where the term ends there
  static boolean isOne(String term, String text, int end) {
    return STEMS.contains(term)
        || (CHINESE.matcher(term).matches() && (end >= text.length() || COUNTED.indexOf(text.charAt(end)) < 0));
  }

  /// The same text for the same day.
  static String named(String term) {
    return STEMS.contains(term) ? term : "周" + term.substring(1).replace('天', '日');
  }
}
