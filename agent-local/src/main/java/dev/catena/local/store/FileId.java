package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/// What tells, without reading it, that a file is still the one it was: its size, the time of its last change, its inode.
///
/// @param inode the inode's number, or `-` where the file system has none (Windows)
record FileId(long bytes, long modifiedNanos, String inode) {
  /// Reads it with one call to the file system.
  static FileId of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileId(attributes.size(), nanos(attributes.lastModifiedTime()), "-");
    }
    var attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ino");
    var bytes = (Long) requireNonNull(attributes.get("size"), "size");
    var modified = (FileTime) requireNonNull(attributes.get("lastModifiedTime"), "lastModifiedTime");
    return new FileId(bytes, nanos(modified), String.valueOf(attributes.get("ino")));
  }

  /// The same as `equals`, without the time that the first `equals` of a record takes.
  boolean is(FileId other) {
    return bytes == other.bytes && modifiedNanos == other.modifiedNanos && inode.equals(other.inode);
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
