package dev.catena.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The known name that a misspelt one most likely meant.
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /// The nearest name, if one is near: at most a third of its letters differ (at least one may). Case and separators do not count.
  static Optional<String> to(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(name);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /// A name as it is quoted to the model: cut when it is too long to be one.
  static String shown(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_\\-. ]", "");
  }

  /// Levenshtein's distance, in two rows.
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
