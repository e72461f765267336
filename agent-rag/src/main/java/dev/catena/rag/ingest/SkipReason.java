package dev.catena.rag.ingest;

/// Why an entry of a folder is not read. A folder that is skipped counts as one entry, whatever it holds.
public enum SkipReason {
  /// Its name starts with a full stop, or the system calls it hidden.
  HIDDEN,
  /// A `.gitignore` in this folder or below says so.
  IGNORED,
  /// Its extension is of no type that can be read, or it is no ordinary file.
  UNSUPPORTED,
  /// It has more than [DocumentFolder#MAX_BYTES].
  TOO_LARGE,
  /// A symbolic link to something outside the folder.
  OUTSIDE,
  /// A symbolic link to something that is found by another way too, such as a folder around the link.
  REPEATED,
  /// It cannot be opened, or is a symbolic link to nothing.
  UNREADABLE
}
