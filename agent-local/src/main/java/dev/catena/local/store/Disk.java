package dev.catena.local.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The two things of a disk that a test must be able to make fail: writing, and how much room there is.
class Disk {
  /// Opens a file to write at its end.
  OutputStream append(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// How many bytes there is room for in the file system of `folder`, which exists.
  long usable(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }
}
