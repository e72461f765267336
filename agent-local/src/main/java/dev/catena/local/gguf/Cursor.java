package dev.catena.local.gguf;

import dev.catena.local.error.ModelFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads a file forwards, little-endian, and refuses to leave it. Every refusal names the field being read.
final class Cursor {

  private static final int WINDOW_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window =
      ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);

  /// Where the window begins in the file.
  private long windowStart;

  private String field = "magic";

  Cursor(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
  }

  /// Names what is read next, for messages.
  void field(String name) {
    field = name;
  }

  long position() {
    return windowStart + window.position();
  }

  long remaining() {
    return size - position();
  }

  byte int8() throws IOException {
    need(Byte.BYTES);
    return window.get();
  }

  short int16() throws IOException {
    need(Short.BYTES);
    return window.getShort();
  }

  int int32() throws IOException {
    need(Integer.BYTES);
    return window.getInt();
  }

  long int64() throws IOException {
    need(Long.BYTES);
    return window.getLong();
  }

  /// A number of things that take at least so many bytes each: the rest of the file must have room for them.
  long count(long bytesEach) throws IOException {
    long count = int64();
    if (count < 0 || count > remaining() / bytesEach) {
      throw refuse("%s things do not fit into the %,d bytes that are left".formatted(Long.toUnsignedString(count), remaining()));
    }
    return count;
  }

  String string() throws IOException {
    long length = count(1);
    if (length > WINDOW_BYTES) {
      throw refuse("a text of %,d bytes is too long".formatted(length));
    }
    need((int) length);
    byte[] bytes = new byte[(int) length];
    window.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Skips a text and returns a 64-bit hash of its bytes.
  long skipStringHashed() throws IOException {
    long length = count(1);
    if (length > WINDOW_BYTES) {
      throw refuse("a text of %,d bytes is too long".formatted(length));
    }
    need((int) length);
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ window.get()) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  void skip(long bytes) throws IOException {
    if (bytes > remaining()) {
      throw refuse("the file ends within it");
    }
    if (bytes <= window.remaining()) {
      window.position(window.position() + (int) bytes);
    } else {
      windowStart = position() + bytes;
      window.limit(0);
    }
  }

  private void need(int bytes) throws IOException {
    if (window.remaining() < bytes) {
      refill();
    }
    if (window.remaining() < bytes) {
      throw refuse("the file ends within it");
    }
  }

  private void refill() throws IOException {
    windowStart = position();
    window.clear();
    while (window.hasRemaining() && channel.read(window, windowStart + window.position()) >= 0) {
      // until it is full or the file ends
    }
    window.flip();
  }

  ModelFileException refuse(String why) {
    return new ModelFileException("model file %s is refused at %s (byte %,d): %s; fetch it again or use another file"
        .formatted(file, field, position(), why));
  }
}
