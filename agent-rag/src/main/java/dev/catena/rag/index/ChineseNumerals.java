package dev.catena.rag.index;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers written in Chinese characters: `三十` is 30, `两千三百四十` is 2340, `二〇二六` is 2026. `千万` (by all means) and `十分`
/// (very) are words.
final class ChineseNumerals {
  /// A single character is a number only before what is counted; 一 and 十 occur in too many words.
  private static final Pattern NUMERAL = Pattern.compile(
      "(?!千万|千萬)[零〇一二两兩三四五六七八九十百千万萬]{2,}|(?!十分(?!钟|鐘))[一二两兩三四五六七八九十](?=[个個天日月年周週小时時分秒次元人条條项項倍名位章页頁种種点點级級度米岁歲层層楼樓件张張本块塊号號])");
  private static final String DIGITS = "零一二三四五六七八九";

  private ChineseNumerals() {}

  static void find(String text, Consumer<Term> found) {
    Matcher matcher = NUMERAL.matcher(text);
    while (matcher.find()) {
      long value = value(matcher.group());
      var kind = value == 1 && !countsTime(text, matcher.end()) ? Term.Kind.WORD : Term.Kind.NUMBER; // 一个 is often an article
      found.accept(new Term(Long.toString(value), matcher.start(), matcher.end(), kind));
    }
  }

  private static boolean countsTime(String text, int end) {
    return end < text.length() && "天日周週年月小".indexOf(text.charAt(end)) >= 0;
  }

  private static long value(String numeral) {
    long total = 0; // finished groups of ten thousand
    long section = 0;
    long digit = 0;
    boolean positional = true; // digits one after the other, as in a year
    for (int i = 0; i < numeral.length(); i++) {
      char character = numeral.charAt(i);
      long unit = unit(character);
      if (unit == 0) {
        digit = positional ? digit * 10 + digit(character) : digit(character);
        continue;
      }
      positional = false;
      if (unit == 10_000) {
        total = (total + section + digit) * unit;
        section = 0;
      } else {
        section += (digit == 0 ? 1 : digit) * unit;
      }
      digit = 0;
    }
    return total + section + digit;
  }

  private static long unit(char character) {
    return switch (character) {
      case '十' -> 10;
      case '百' -> 100;
      case '千' -> 1_000;
      case '万', '萬' -> 10_000;
      default -> 0;
    };
  }

  private static int digit(char character) {
    return switch (character) {
      case '〇' -> 0;
      case '两', '兩' -> 2;
      default -> DIGITS.indexOf(character);
    };
  }
}
