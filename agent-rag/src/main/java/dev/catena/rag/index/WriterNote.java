package dev.catena.rag.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file beside the index that says which process writes to it. It decides nothing: the lock is Lucene's, and a note that a
/// killed process left behind is written over by the next writer.
final class WriterNote {
  private static final String NAME = "writer.pid";

  private WriterNote() {}

  static void write(Path index) throws IOException {
    Files.writeString(index.resolve(NAME), Long.toString(ProcessHandle.current().pid()));
  }

  static void delete(Path index) throws IOException {
    Files.deleteIfExists(index.resolve(NAME));
  }

  /// Who writes to a locked index and what can be done about it, in one line.
  static String describe(Path index) {
    return "index %s is being written by %s, so its last commit is read and nothing is brought up to date; close that one first"
        .formatted(index, writer(index));
  }

  private static String writer(Path index) {
    try {
      String pid = Files.readString(index.resolve(NAME)).strip();
      return pid.equals(Long.toString(ProcessHandle.current().pid())) ? "another LuceneIndex of this process" : "process " + pid;
    } catch (IOException unknown) {
      return "another process";
    }
  }
}
