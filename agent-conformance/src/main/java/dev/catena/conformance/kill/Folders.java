package dev.catena.conformance.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Folders and what is in them.
final class Folders {
  private Folders() {}

  /// All that is in a folder, a folder before what is in it.
  static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> !file.equals(folder)).sorted().toList();
    }
  }

  /// Copies what is in one folder to another, which is made.
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : content(from)) {
      Files.copy(file, to.resolve(from.relativize(file)));
    }
  }

  static void delete(Path folder) throws IOException {
    for (Path file : content(folder).reversed()) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
