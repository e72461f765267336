package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Takes listed files out of an npm archive: ustar (POSIX.1-1988), compressed by gzip.
///
/// Only a file whose path and size are those of the lock file is written, under the name that the lock file gives it. Links, extended
/// headers and all else are skipped, so nothing in an archive can name a place outside the folder.
final class Tar {
  private static final int BLOCK = 512;

  private Tar() {}

  static void unpack(Path archive, NativesLock.Pack wanted, Path folder, Meter meter) throws IOException {
    var libraries = wanted.libraries().stream().collect(Collectors.toMap(NativesLock.Library::path, Function.identity()));
    try (var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive))))) {
      var header = new byte[BLOCK];
      for (in.readFully(header); header[0] != 0; in.readFully(header)) {
        long bytes = size(header);
        var library = libraries.get(path(header));
        if (library != null && isFile(header) && bytes == library.bytes()) {
          Sha256.stopIfInterrupted();
          Files.write(folder.resolve(library.name()), in.readNBytes(Math.toIntExact(bytes)));
          in.skipNBytes(padding(bytes));
          meter.add(bytes);
        } else {
          in.skipNBytes(bytes + padding(bytes));
        }
      }
    } catch (EOFException | ZipException | NumberFormatException e) {
      throw new StoreException(CORRUPT, "the archive of " + wanted.name() + " is truncated or damaged: " + e, e);
    }
  }

  private static boolean isFile(byte[] header) {
    return header[156] == '0' || header[156] == 0;
  }

  private static long padding(long bytes) {
    return (BLOCK - bytes % BLOCK) % BLOCK;
  }

  private static String path(byte[] header) {
    var prefix = text(header, 345, 155);
    return prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
  }

  private static long size(byte[] header) {
    long bytes = Long.parseLong(text(header, 124, 12).strip(), 8);
    if (bytes < 0) {
      throw new NumberFormatException("negative size");
    }
    return bytes;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }
}
