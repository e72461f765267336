package dev.catena.rag.ingest;

import java.util.Map;
import java.util.regex.Pattern;

/// Translates one pattern of a `.gitignore` into a regular expression.
final class GitGlob {
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("space", "\\s"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("xdigit", "\\p{XDigit}"));

  /// Matches nothing at all.
  private static final String NOTHING = "(?!)";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;

  private GitGlob(String glob) {
    this.glob = glob;
  }

  static String regex(String glob) {
    var translation = new GitGlob(glob);
    while (translation.at < glob.length()) {
      translation.next();
    }
    return translation.regex.toString();
  }

  private void next() {
    char character = glob.charAt(at);
    switch (character) {
      case '*' -> stars();
      case '?' -> emit("[^/]", 1);
      case '[' -> bracket();
      case '\\' -> {
        at++;
        literal();
      }
      default -> literal();
    }
  }

  /// `**/` is any folders, `/**` at the end is everything inside, and any other run of stars is any part of one name.
  private void stars() {
    boolean atStart = at == 0 || glob.charAt(at - 1) == '/';
    int end = at;
    while (end < glob.length() && glob.charAt(end) == '*') {
      end++;
    }
    boolean folders = end - at == 2 && atStart;
    if (folders && glob.startsWith("/", end)) {
      emit("(?:.*/)?", 3);
    } else if (folders && end == glob.length()) {
      emit(".+", 2);
    } else {
      emit("[^/]*", end - at);
    }
  }

  /// A bracket that comes first stands for itself, and a bracket that is never closed matches nothing.
  private void bracket() {
    at++;
    boolean negated = glob.startsWith("!", at) || glob.startsWith("^", at);
    at += negated ? 1 : 0;
    var members = new StringBuilder();
    for (int first = at; at < glob.length() && (at == first || glob.charAt(at) != ']'); ) {
      int named = glob.startsWith("[:", at) ? glob.indexOf(":]", at + 2) : -1;
      if (named >= 0) {
        members.append(NAMED.getOrDefault(glob.substring(at + 2, named), ""));
        at = named + 2;
      } else {
        range(members);
      }
    }
    var set = negated ? "(?!/)[^/" + members + "]" : members.isEmpty() ? NOTHING : "(?!/)[" + members + "]";
    emit(at < glob.length() ? set : NOTHING, 1);
  }

  private void range(StringBuilder members) {
    char from = member();
    members.append("\\x{%x}".formatted((int) from));
    if (at + 1 < glob.length() && glob.charAt(at) == '-' && glob.charAt(at + 1) != ']') {
      at++;
      char to = member();
      if (from < to) {
        members.append("-\\x{%x}".formatted((int) to));
      }
    }
  }

  private char member() {
    if (glob.charAt(at) == '\\' && at + 1 < glob.length()) {
      at++;
    }
    return glob.charAt(at++);
  }

  private void literal() {
    emit(at < glob.length() ? Pattern.quote(glob.substring(at, at + 1)) : NOTHING, 1);
  }

  private void emit(String expression, int length) {
    regex.append(expression);
    at += length;
  }
}
