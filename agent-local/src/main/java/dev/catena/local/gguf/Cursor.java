package dev.catena.local.gguf;

import dev.catena.local.error.ModelFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads a file forwards, little-endian, and refuses to leave it. Every refusal names the field being read.
final class Cursor {

  private static final int WINDOW_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window;

  /// Where the window begins in the file.
  private long windowStart;

  private String field = "magic";

  Cursor(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    this.window = ByteBuffer.allocate((int) Math.min(size, WINDOW_BYTES)).order(ByteOrder.LITTLE_ENDIAN).limit(0);
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

  /// A number of things that are kept, so not more of them than any model has.
  ///
  /// @param bytesEach what each takes in the file at least: the rest of it must have room for them
  long count(long bytesEach, long most) throws IOException {
    long count = count(bytesEach);
    if (count > most) {
      throw refuse("%,d are too many: at most %,d are read".formatted(count, most));
    }
    return count;
  }

  /// A number of things that take at least so many bytes each: the rest of the file must have room for them.
  long count(long bytesEach) throws IOException {
    long count = int64();
    if (count < 0 || count > remaining() / bytesEach) {
      throw refuse("%s things do not fit into the %,d bytes that are left".formatted(Long.toUnsignedString(count), remaining()));
    }
    return count;
  }

  /// A text whose bytes need not all be UTF-8.
  String string() throws IOException {
    return new String(bytes(WINDOW_BYTES), StandardCharsets.UTF_8);
  }

  /// A text that tells things apart: not empty, and all its bytes are UTF-8.
  String name(int mostBytes) throws IOException {
    byte[] bytes = bytes(mostBytes);
    if (bytes.length == 0) {
      throw refuse("the name is empty");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refuse("the name is not UTF-8");
    }
  }

  private byte[] bytes(int most) throws IOException {
    byte[] bytes = new byte[length(most)];
    window.get(bytes);
    return bytes;
  }

  /// The length of a text, which then lies in the window.
  private int length(int most) throws IOException {
    long length = count(1);
    if (length > most) {
      throw refuse("a text of %,d bytes is too long: at most %,d are read".formatted(length, most));
    }
    need((int) length);
    return (int) length;
  }

  /// Skips a text and returns a 64-bit hash of its bytes.
  long skipStringHashed() throws IOException {
    int length = length(WINDOW_BYTES);
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
