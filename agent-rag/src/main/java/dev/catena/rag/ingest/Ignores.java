package dev.catena.rag.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The `.gitignore` rules in force in a folder: its own and those of the folders above it, the last match counting.
/// Format: gitignore(5), <https://git-scm.com/docs/gitignore>.
///
/// @param rules in the order of reading
record Ignores(List<Rule> rules) {
  static final Ignores NONE = new Ignores(List.of());

  Ignores {
    rules = List.copyOf(rules);
  }

  /// Bytes read of one file: more than any written by a person, and few enough to match every path against.
  static final int MAX_BYTES = 64 << 10;

  /// @param prefix the id, with a slash at its end, of the folder that the rule is for; empty for the root
  /// @param glob matches the rest of the id of what the rule names
  record Rule(String prefix, GitGlob glob, boolean folderOnly, boolean negated) {
    boolean names(String id, boolean folder) {
      return (folder || !folderOnly) && id.startsWith(prefix) && glob.matches(id.substring(prefix.length()));
    }
  }

  /// These rules and those of the `.gitignore` in `folder`, if there is one that can be read and has at
  /// most [#MAX_BYTES].
  ///
  /// @param prefix the folder's id with a slash at its end; empty for the root
  Ignores in(Path folder, String prefix) {
    Path file = folder.resolve(".gitignore");
    if (!Files.isRegularFile(file)) {
      return this;
    }
    var all = new ArrayList<>(rules);
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        return this;
      }
      TextDecoder.decode(bytes).stream().flatMap(String::lines).forEach(line -> add(all, prefix, line));
    } catch (IOException _) {
      return this; // to show too much is better than to stop
    }
    return new Ignores(all);
  }

  /// Whether the entry is ignored. A folder above it that is ignored is not asked for here: it is never entered.
  boolean match(String id, boolean folder) {
    for (Rule rule : rules.reversed()) {
      if (rule.names(id, folder)) {
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
    rules.add(new Rule(prefix, GitGlob.of(anchored ? glob : "**/" + glob), folderOnly, negated));
  }

  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }
}
