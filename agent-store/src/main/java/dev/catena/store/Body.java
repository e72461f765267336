package dev.catena.store;

import dev.catena.journal.JsonSequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A body as it is kept: its long texts are content, which entries share, and a mark stands for each.
///
/// @param text the body with a mark for each content
/// @param contents UTF-8
record Body(String text, List<byte[]> contents) {
  /// Stands for a content: the substitute character, which no JSON text holds.
  static final char MARK = '\u001a';

  /// Texts of fewer bytes are not worth it. In the file a second copy costs more from about 60 bytes on, since a content takes 48
  /// bytes beside its own and 6 wherever it is used. But each new content also changes a page of the index, somewhere, which is
  /// logged and copied whole: a turn of an agent writes a fifth less to the disk with this limit than with 64, for a file that is
  /// as large or a few per cent larger.
  static final int MIN_CONTENT_BYTES = 256;

  /// The body of an entry, in the form in which it is kept.
  static Body of(String body) {
    if (body.indexOf(MARK) >= 0) {
      return new Body(String.valueOf(MARK), List.of(bytes(body)));
    }
    if (body.isEmpty() || body.charAt(0) != JsonSequence.SEPARATOR) {
      return isContent(body) ? new Body(String.valueOf(MARK), List.of(bytes(body))) : new Body(body, List.of());
    }
    StringBuilder text = new StringBuilder();
    List<byte[]> contents = new ArrayList<>();
    for (String one : JsonSequence.texts(body)) {
      boolean content = isContent(one);
      text.append(JsonSequence.SEPARATOR).append(content ? String.valueOf(MARK) : one);
      if (content) {
        contents.add(bytes(one));
      }
    }
    return new Body(text.toString(), contents);
  }

  /// The body of the entry, from what is kept.
  ///
  /// @param contents as many as there are marks
  static String whole(String text, List<String> contents) {
    if (contents.isEmpty()) {
      return text;
    }
    StringBuilder whole = new StringBuilder();
    int from = 0;
    for (String content : contents) {
      int mark = text.indexOf(MARK, from);
      whole.append(text, from, mark).append(content);
      from = mark + 1;
    }
    return whole.append(text, from, text.length()).toString();
  }

  /// How many contents a text stands for.
  static long marks(String text) {
    return text.chars().filter(c -> c == MARK).count();
  }

  private static boolean isContent(String text) {
    return text.length() >= MIN_CONTENT_BYTES
        || (3 * text.length() >= MIN_CONTENT_BYTES && bytes(text).length >= MIN_CONTENT_BYTES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
