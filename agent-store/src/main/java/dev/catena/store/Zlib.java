package dev.catena.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The form of SQLite archives (https://sqlite.org/sqlar.html): a zlib stream when that has fewer bytes than the content, and the
/// content itself otherwise. The size that is kept beside it tells which.
final class Zlib implements AutoCloseable {
  /// Fewer bytes of JSON are hardly made fewer.
  static final int MIN_BYTES = 200;

  private static final int MAX_RATIO = 1100; // of the format: 1032

  private final Deflater deflater = new Deflater(); // guarded by this; made once, since it allocates a quarter of a megabyte

  /// The content in fewer bytes, if possible.
  synchronized byte[] deflate(byte[] content) {
    if (content.length < MIN_BYTES) {
      return content;
    }
    byte[] bytes = new byte[content.length - 1];
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    int length = deflater.deflate(bytes);
    return deflater.finished() ? Arrays.copyOf(bytes, length) : content;
  }

  /// The content of the given size; empty when the bytes are not of it.
  static Optional<byte[]> inflate(byte[] bytes, long size) {
    if (bytes.length == size) {
      return Optional.of(bytes);
    }
    if (size < bytes.length || size > (long) bytes.length * MAX_RATIO) {
      return Optional.empty();
    }
    byte[] content = new byte[Math.toIntExact(size)];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(bytes);
      int length = inflater.inflate(content);
      return length == size ? Optional.of(content) : Optional.empty();
    } catch (DataFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    deflater.end();
  }
}
