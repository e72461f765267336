package dev.catena.rag.ingest;

import java.nio.file.Path;
import java.util.Objects;

/// A file that can be read as a document.
///
/// @param id its path below the folder with `/` as separator, by which the document is known
/// @param path where it is
/// @param bytes its size
/// @param modifiedMillis when it was last changed, in milliseconds since 1970
public record FileEntry(String id, Path path, long bytes, long modifiedMillis) {
  /// Checks that nothing is null.
  public FileEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(path, "path");
  }
}
