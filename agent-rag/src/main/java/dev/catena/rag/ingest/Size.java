package dev.catena.rag.ingest;

/// How much a text says, in twentieths of an English word, so that one measure holds for every script: a word is 20, a CJK
/// character 9, and what has no spaces (addresses, hashes, Thai) counts as a word for each [#WORD_CHARACTERS].
final class Size {
  static final int WORD = 20;
  private static final int CJK_CHARACTER = 9;
  private static final int WORD_CHARACTERS = 12;

  private Size() {}

  static int of(CharSequence text, int start, int end) {
    int size = 0;
    int word = 0;
    for (int i = start; i < end; ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
        word = 0;
      } else if (Script.isCjkText(codePoint)) {
        size += CJK_CHARACTER;
        word = 0;
      } else {
        if (word % WORD_CHARACTERS == 0) {
          size += WORD;
        }
        word++;
      }
    }
    return size;
  }
}
