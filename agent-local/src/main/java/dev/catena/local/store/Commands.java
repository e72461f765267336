package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
    boolean ok() {
      return status == 0;
    }
  }

  /// Runs a program to its end; an interrupt kills it and what it started.
  ///
  /// @param command the program and its arguments, as they are: no shell reads them
  /// @param folder the folder to run it in, which exists
  Result run(List<String> command, Path folder) throws IOException, InterruptedException;
}
