package dev.catena.local;

import java.util.List;

/// Looks for the first stop sequence in text that comes in parts. What may be the beginning of one waits.
final class StopSequences {

  private final List<String> sequences;
  private String waiting = "";
  private boolean found;

  StopSequences(List<String> sequences) {
    this.sequences = sequences.stream().filter(sequence -> !sequence.isEmpty()).toList();
  }

  /// Returns the text that is certainly before any stop sequence.
  String feed(String text) {
    if (found) {
      return "";
    }
    String all = waiting + text;
    int stop = firstStop(all);
    found = stop >= 0;
    int end = found ? stop : all.length() - longestBeginning(all);
    waiting = found ? "" : all.substring(end);
    return all.substring(0, end);
  }

  /// Was one found? The answer is over then.
  boolean found() {
    return found;
  }

  /// Returns what still waited.
  String finish() {
    String left = waiting;
    waiting = "";
    return left;
  }

  private int firstStop(String text) {
    return sequences.stream()
        .mapToInt(text::indexOf)
        .filter(at -> at >= 0)
        .min()
        .orElse(-1);
  }

  /// Length of the longest end of the text that a stop sequence begins with.
  private int longestBeginning(String text) {
    return sequences.stream()
        .mapToInt(sequence -> longestBeginning(text, sequence))
        .max()
        .orElse(0);
  }

  private static int longestBeginning(String text, String sequence) {
    int length = Math.min(text.length(), sequence.length() - 1);
    while (length > 0 && !text.endsWith(sequence.substring(0, length))) {
      length--;
    }
    return length;
  }
}
