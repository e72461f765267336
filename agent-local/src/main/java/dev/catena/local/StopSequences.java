package dev.catena.local;

import java.util.List;

/// Looks for the stop sequence that is whole first in text that comes in parts, wherever the parts end. What may be the
/// beginning of one waits.
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

  /// Where it begins, or -1. Of those that end together the longest counts.
  private int firstStop(String text) {
    int first = -1;
    int firstEnd = Integer.MAX_VALUE;
    for (String sequence : sequences) {
      int start = text.indexOf(sequence);
      int end = start + sequence.length();
      if (start >= 0 && (end < firstEnd || (end == firstEnd && start < first))) {
        first = start;
        firstEnd = end;
      }
    }
    return first;
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
