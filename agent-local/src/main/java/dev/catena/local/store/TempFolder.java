package dev.catena.local.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A folder for the time of one fetch. It has a fixed name under the fetch's lock, so what a dead process left there goes first.
record TempFolder(Path path) implements Closeable {
  static TempFolder create(Path path) throws IOException {
    delete(path);
    return new TempFolder(Files.createDirectories(path));
  }

  /// Deletes a folder and all that is in it; a symbolic link is deleted, not followed.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error) throws IOException {
        if (error != null) {
          throw error;
        }
        Files.delete(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
