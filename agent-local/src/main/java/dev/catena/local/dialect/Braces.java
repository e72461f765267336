package dev.catena.local.dialect;

/// Where a JSON value ends, and braces written twice, as the template inside some model files shows them.
final class Braces {

  private Braces() {}

  /// Index after the JSON value that begins at `start` with `{` or `[`, or -1 while it is not complete.
  static int end(CharSequence text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /// The text with each pair of equal braces outside of strings made one.
  static String single(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c);
      if (quoted && c == '\\' && i + 1 < text.length()) {
        out.append(text.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
        i++;
      }
    }
    return out.toString();
  }
}
