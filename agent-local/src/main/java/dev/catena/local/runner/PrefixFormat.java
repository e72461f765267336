package dev.catena.local.runner;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The file of a prefix state: a header that says whose state it is, token by token, and the state with its checksum.
/// All numbers big-endian:
///
///     int magic; int length, bytes owner; int count, ints tokens; long checksum; bytes state
///
/// The owner names model, library version and cache types. The size of the context does not matter to a state.
final class PrefixFormat {

  private static final int MAGIC = 0x43504631;

  /// Keys and values are both kept as 16-bit floats.
  private static final String CACHE_TYPES = "f16/f16";

  private final byte[] owner;

  PrefixFormat(String modelSha256, String libraryVersion) {
    owner = (modelSha256 + ' ' + libraryVersion + ' ' + CACHE_TYPES).getBytes(StandardCharsets.UTF_8);
  }

  /// A file name for the prompt's prefix.
  String key(Prompt prompt) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(header(prompt).array()), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  ByteBuffer[] encode(Prompt prompt, ByteBuffer state) {
    ByteBuffer checksum = ByteBuffer.allocate(Long.BYTES).putLong(checksum(state)).flip();
    return new ByteBuffer[] {header(prompt), checksum, state};
  }

  /// Returns the state
  /// @throws IOException when the file is damaged or another prefix's
  ByteBuffer decode(ByteBuffer file, Prompt prompt) throws IOException {
    ByteBuffer expected = header(prompt);
    try {
      if (!file.slice(0, Math.min(file.limit(), expected.limit())).equals(expected)) {
        throw new IOException("its header is another prefix's");
      }
      file.position(expected.limit());
      long checksum = file.getLong();
      ByteBuffer state = file.slice();
      if (checksum != checksum(state)) {
        throw new IOException("its checksum differs");
      }
      return state;
    } catch (BufferUnderflowException e) {
      throw new IOException("it ends early", e);
    }
  }

  private ByteBuffer header(Prompt prompt) {
    int count = prompt.prefixTokens();
    ByteBuffer header = ByteBuffer.allocate(3 * Integer.BYTES + owner.length + count * Integer.BYTES);
    header.putInt(MAGIC).putInt(owner.length).put(owner).putInt(count);
    for (int i = 0; i < count; i++) {
      header.putInt(prompt.token(i));
    }
    return header.flip();
  }

  private static long checksum(ByteBuffer state) {
    CRC32C checksum = new CRC32C();
    checksum.update(state.duplicate());
    return checksum.getValue();
  }
}
