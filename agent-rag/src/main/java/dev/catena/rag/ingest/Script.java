package dev.catena.rag.ingest;

/// Which family of scripts a text is written in: it decides how the text is tokenised and embedded.
public enum Script {
  /// Han characters, Kana or Hangul.
  CJK,
  /// Anything else, also a text without letters.
  OTHER;

  /// A text is [#CJK] when more than one letter in this many is. A CJK letter says as much as several Latin ones, so a
  /// Chinese text full of English terms and code still counts as Chinese.
  private static final int ONE_LETTER_IN = 5;

  /// The script of a text.
  ///
  /// @param text may be empty
  /// @return [#CJK] when more than 20 % of its letters are Han, Kana or Hangul
  public static Script of(CharSequence text) {
    long letters = 0;
    long cjk = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (Character.isLetter(codePoint)) {
        letters++;
        if (isCjk(codePoint)) {
          cjk++;
        }
      }
    }
    return cjk * ONE_LETTER_IN > letters ? CJK : OTHER;
  }

  static boolean isCjk(int codePoint) {
    if (codePoint < 0x1100) { // the first Hangul letter
      return false;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
      default -> false;
    };
  }

  /// A CJK letter or the punctuation that goes with it.
  static boolean isCjkText(int codePoint) {
    return isCjk(codePoint)
        || (codePoint >= 0x3000 && codePoint <= 0x303F) // CJK symbols and punctuation
        || (codePoint >= 0xFF00 && codePoint <= 0xFFEF); // halfwidth and fullwidth forms
  }
}
