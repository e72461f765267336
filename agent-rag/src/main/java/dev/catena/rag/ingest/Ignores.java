package dev.catena.rag.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The `.gitignore` rules in force in a folder: its own and those of the folders above it, the last match counting.
/// Format: gitignore(5), <https://git-scm.com/docs/gitignore>.
///
/// @param rules in the order of reading
record Ignores(List<Rule> rules) {
  static final Ignores NONE = new Ignores(List.of());

  Ignores {
    rules = List.copyOf(rules);
  }

  /// @param pattern matches the whole id of what the rule names
  record Rule(Pattern pattern, boolean folderOnly, boolean negated) {}

  /// These rules and those of the `.gitignore` in `folder`, if there is one that can be read.
  ///
  /// @param prefix the folder's id with a slash at its end; empty for the root
  Ignores in(Path folder, String prefix) {
    Path file = folder.resolve(".gitignore");
    if (!Files.isRegularFile(file)) {
      return this;
    }
    var all = new ArrayList<>(rules);
    try {
      TextDecoder.decode(Files.readAllBytes(file)).stream().flatMap(String::lines).forEach(line -> add(all, prefix, line));
    } catch (IOException _) {
      return this; // to show too much is better than to stop
    }
    return new Ignores(all);
  }

  /// Whether the entry is ignored. A folder above it that is ignored is not asked for here: it is never entered.
  boolean match(String id, boolean folder) {
    for (Rule rule : rules.reversed()) {
      if ((folder || !rule.folderOnly()) && rule.pattern().matcher(id).matches()) {
        return !rule.negated();
      }
    }
    return false;
  }

  private static void add(List<Rule> rules, String prefix, String line) {
    var glob = withoutTrailingSpaces(line);
    if (glob.isEmpty() || glob.startsWith("#")) {
      return;
    }
    boolean negated = glob.startsWith("!");
    glob = negated ? glob.substring(1) : glob;
    boolean folderOnly = glob.endsWith("/");
    glob = folderOnly ? glob.substring(0, glob.length() - 1) : glob;
    if (glob.isEmpty()) {
      return;
    }
    boolean anchored = glob.contains("/");
    glob = glob.startsWith("/") ? glob.substring(1) : glob;
    var regex = Pattern.quote(prefix) + (anchored ? "" : "(?:.*/)?") + GitGlob.regex(glob);
    rules.add(new Rule(Pattern.compile(regex, Pattern.DOTALL), folderOnly, negated));
  }

  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }
}
