package dev.catena.journal;

import java.util.ArrayList;
import java.util.List;

/// Several JSON texts in one: each follows a record separator, as in JSON text sequences (RFC 7464), which no JSON text holds.
///
/// A body of an [Entry] that is one lets a store see where its texts begin, so that a text that several entries have in common
/// is kept once.
public final class JsonSequence {
  /// What each text follows.
  public static final char SEPARATOR = '\u001e';

  private JsonSequence() {}

  /// The sequence of the texts.
  ///
  /// @param texts JSON, without line breaks around them
  public static String of(List<String> texts) {
    StringBuilder sequence = new StringBuilder();
    texts.forEach(text -> sequence.append(SEPARATOR).append(text));
    return sequence.toString();
  }

  /// The texts of a sequence; a text that is none is its only one.
  public static List<String> texts(String sequence) {
    if (sequence.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    int from = sequence.charAt(0) == SEPARATOR ? 1 : 0;
    for (int end = sequence.indexOf(SEPARATOR, from); end >= 0; end = sequence.indexOf(SEPARATOR, from)) {
      texts.add(sequence.substring(from, end));
      from = end + 1;
    }
    texts.add(sequence.substring(from));
    return texts;
  }
}
