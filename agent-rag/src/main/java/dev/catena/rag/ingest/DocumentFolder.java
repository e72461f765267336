package dev.catena.rag.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder of documents.
///
/// Immutable; safe for use by many threads.
public final class DocumentFolder {
  /// Files with more bytes than this are skipped: 32 MiB.
  public static final long MAX_BYTES = 32L << 20;

  private final Path root;

  private DocumentFolder(Path root) {
    this.root = root;
  }

  /// The folder at a path.
  ///
  /// @param folder the path; a symbolic link to a folder is followed
  /// @return the folder; nothing in it has been read yet
  /// @throws IngestException if there is no such folder, or it cannot be read
  public static DocumentFolder of(Path folder) {
    if (!Files.exists(folder)) {
      throw new IngestException("folder " + folder + " is not there");
    }
    if (!Files.isDirectory(folder)) {
      throw new IngestException(folder + " is a file; name the folder it lies in");
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new IngestException("folder " + folder + " may not be read by this user");
    }
    try {
      return new DocumentFolder(folder.toRealPath());
    } catch (IOException e) {
      throw new IngestException("folder " + folder + " cannot be read: " + e.getMessage());
    }
  }

  /// Finds the documents, in this folder and the folders below it.
  ///
  /// Hidden entries, entries that a `.gitignore` in this folder or below names, other types and too large files are skipped
  /// and counted. A symbolic link is followed when it leads to something inside the folder that is not found without it, so
  /// each file is found once and loops end. An entry that cannot be read is counted and the others go on.
  ///
  /// @return what was found
  /// @throws IngestException if the folder itself is gone
  public Scan scan() {
    if (!Files.isDirectory(root)) {
      throw new IngestException("folder " + root + " is no longer there");
    }
    return new FolderWalk(root).scan();
  }
}
