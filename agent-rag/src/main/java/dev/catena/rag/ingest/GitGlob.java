package dev.catena.rag.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// One pattern of a `.gitignore`. Matching takes time in proportion to the lengths of pattern and path, whatever the pattern: all
/// positions that a part can end at are followed together, and none is tried twice.
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
  private final List<Part> parts = new ArrayList<>();
  private int at;

  private GitGlob(String glob) {
    this.glob = glob;
  }

  /// A part of a pattern. Positions are ends of prefixes of the path: `from[i]` says that the parts before match the first `i`
  /// characters.
  @FunctionalInterface
  private interface Part {
    /// Where this part can end.
    boolean[] after(boolean[] from, int[] path);
  }

  static GitGlob of(String glob) {
    var parsed = new GitGlob(glob);
    while (parsed.at < glob.length()) {
      parsed.next();
    }
    return parsed;
  }

  /// Whether the pattern matches all of the path.
  boolean matches(String path) {
    int[] characters = path.codePoints().toArray();
    boolean[] ends = new boolean[characters.length + 1];
    ends[0] = true;
    for (Part part : parts) {
      ends = part.after(ends, characters);
    }
    return ends[characters.length];
  }

  private static Part one(IntPredicate accepts) {
    return (from, path) -> {
      boolean[] to = new boolean[from.length];
      for (int i = 0; i < path.length; i++) {
        to[i + 1] = from[i] && accepts.test(path[i]);
      }
      return to;
    };
  }

  /// Any part of one name, also none.
  private static boolean[] partOfName(boolean[] from, int[] path) {
    boolean[] to = from.clone();
    for (int i = 0; i < path.length; i++) {
      to[i + 1] |= to[i] && path[i] != '/';
    }
    return to;
  }

  /// Any folders with the slash after them, also none.
  private static boolean[] folders(boolean[] from, int[] path) {
    boolean[] to = from.clone();
    boolean begun = false;
    for (int i = 0; i < path.length; i++) {
      begun |= from[i];
      to[i + 1] |= begun && path[i] == '/';
    }
    return to;
  }

  /// Anything but nothing.
  private static boolean[] inside(boolean[] from, int[] path) {
    boolean[] to = new boolean[from.length];
    for (int i = 0; i < path.length; i++) {
      to[i + 1] = to[i] || from[i];
    }
    return to;
  }

  private void next() {
    char character = glob.charAt(at);
    switch (character) {
      case '*' -> stars();
      case '?' -> add(one(c -> c != '/'), 1);
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
      add(GitGlob::folders, 3);
    } else if (folders && end == glob.length()) {
      add(GitGlob::inside, 2);
    } else {
      add(GitGlob::partOfName, end - at);
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
    Pattern pattern = Pattern.compile(at < glob.length() ? set : NOTHING);
    add(one(c -> pattern.matcher(Character.toString(c)).matches()), 1);
  }

  private void range(StringBuilder members) {
    int from = member();
    members.append("\\x{%x}".formatted(from));
    if (at + 1 < glob.length() && glob.charAt(at) == '-' && glob.charAt(at + 1) != ']') {
      at++;
      int to = member();
      if (from < to) {
        members.append("-\\x{%x}".formatted(to));
      }
    }
  }

  private int member() {
    if (glob.charAt(at) == '\\' && at + 1 < glob.length()) {
      at++;
    }
    int character = glob.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }

  private void literal() {
    int character = at < glob.length() ? glob.codePointAt(at) : -1; // the latter: a backslash before nothing, which matches nothing
    add(one(c -> c == character), Character.charCount(Math.max(character, 0)));
  }

  private void add(Part part, int length) {
    parts.add(part);
    at += length;
  }
}
