package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Runs the programs that fetch for us: npm and pip.
@FunctionalInterface
interface Commands {
  /// The status of a program that is not there, as shells have it.
  int NOT_FOUND = 127;

  /// How a program ended.
  ///
  /// @param status its exit status, or [#NOT_FOUND]
  /// @param output the end of what it printed on either stream, without secrets
  record Result(int status, String output) {
    private static final int MAX_LINE = 200;
    private static final Pattern NOISE = Pattern.compile("WARNING:|\\[notice\\]");

    boolean ok() {
      return status == 0;
    }

    /// The last line that says more than a warning, for a message of one line: at most 200 characters.
    String lastLine() {
      var lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList().reversed();
      var line = lines.stream().filter(any -> !NOISE.matcher(any).lookingAt()).findFirst()
          .or(() -> lines.stream().findFirst())
          .orElse("it printed nothing");
      return line.length() > MAX_LINE ? line.substring(0, MAX_LINE - 1) + "…" : line;
    }
  }

  /// Runs a program to its end; an interrupt kills it and what it started.
  ///
  /// @param command the program and its arguments, as they are: no shell reads them
  /// @param folder the folder to run it in, which exists
  Result run(List<String> command, Path folder) throws IOException, InterruptedException;
}
