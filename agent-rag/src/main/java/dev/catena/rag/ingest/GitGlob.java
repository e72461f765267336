package dev.catena.rag.ingest;

import java.util.regex.Pattern;

/// Translates one pattern of a `.gitignore` into a regular expression.
final class GitGlob {
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

  private void bracket() {
    int from = at + 1;
    boolean negated = from < glob.length() && (glob.charAt(from) == '!' || glob.charAt(from) == '^');
    from += negated ? 1 : 0;
    int close = glob.indexOf(']', from + 1); // a bracket that comes first stands for itself
    if (close < 0) {
      literal();
      return;
    }
    var members = glob.substring(from, close).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("&&", "&\\&");
    emit("(?!/)[" + (negated ? "^" : "") + members.replace("^", "\\^") + "]", close + 1 - at);
  }

  private void literal() {
    if (at < glob.length()) {
      emit(Pattern.quote(String.valueOf(glob.charAt(at))), 1);
    }
  }

  private void emit(String expression, int length) {
    regex.append(expression);
    at += length;
  }
}
