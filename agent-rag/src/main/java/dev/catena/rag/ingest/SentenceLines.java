package dev.catena.rag.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Groups lines into stretches in which a sentence may go on over a line end.
///
/// A line continues the one before when that one is wrapped prose: as wide as wrapped lines are, and neither of the two is a
/// heading, a list item's beginning, a table row or code.
final class SentenceLines {
  /// Columns from which a line counts as wrapped; a CJK character has two.
  private static final int WRAPPED_COLUMNS = 40;

  private static final Pattern FENCE = Pattern.compile("\\s{0,3}(?:```|~~~)");
  private static final Pattern STANDS_ALONE = Pattern.compile("\\s*(?:#{1,6}\\s|\\||[-*_=][-*_=\\s]*$)");
  private static final Pattern ITEM =
      Pattern.compile("\\s*(?:[-*+]\\s|[•·‣]|\\(?(?:\\d{1,3}|[a-z])\\)\\s|\\d{1,3}\\.\\s|[（(]?[一二三四五六七八九十]{1,3}[、）)])");

  private final CharSequence text;
  private final List<Span> groups = new ArrayList<>();
  private boolean fenced;
  private String previous = "";
  private int groupStart;
  private int groupEnd;

  private SentenceLines(CharSequence text) {
    this.text = text;
  }

  static List<Span> of(CharSequence text) {
    var lines = new SentenceLines(text);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\n' || character == '\r') {
        lines.add(start, i);
        start = i + 1;
      }
    }
    lines.add(start, text.length());
    lines.closeGroup();
    return lines.groups;
  }

  private void add(int start, int end) {
    if (start == end && start > 0 && text.charAt(start - 1) == '\r') {
      return; // between CR and LF
    }
    var line = text.subSequence(start, end).toString();
    boolean fence = FENCE.matcher(line).lookingAt();
    if (groupEnd > groupStart && (fence || fenced || !continues(line))) {
      closeGroup();
    }
    if (groupEnd == groupStart) {
      groupStart = start;
    }
    groupEnd = end;
    previous = line;
    if (fence) {
      closeGroup();
      fenced = !fenced;
    }
  }

  private void closeGroup() {
    if (groupEnd > groupStart) {
      groups.add(new Span(groupStart, groupEnd));
    }
    groupStart = groupEnd;
    previous = "";
  }

  private boolean continues(String line) {
    if (previous.isBlank() || line.isBlank() || standsAlone(previous) || standsAlone(line) || ITEM.matcher(line).lookingAt()) {
      return false;
    }
    boolean quoted = line.stripLeading().startsWith(">");
    if (quoted != previous.stripLeading().startsWith(">")) {
      return !quoted && isWrapped(previous); // a quotation's lazy continuation
    }
    return isWrapped(previous) || Character.isLowerCase(line.stripLeading().codePointAt(0));
  }

  private static boolean standsAlone(String line) {
    return STANDS_ALONE.matcher(line).lookingAt();
  }

  private static boolean isWrapped(String line) {
    int columns = 0;
    for (int i = 0; i < line.length() && columns < WRAPPED_COLUMNS; i++) {
      columns += Script.isCjkText(line.charAt(i)) ? 2 : 1;
    }
    return columns >= WRAPPED_COLUMNS;
  }
}
