package dev.catena.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Content hashes: SHA-256 as 64 lower-case hexadecimal characters.
public final class Hash {
  private Hash() {}

  /// The hash of the text's UTF-8 bytes.
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The hash of the bytes.
  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(sha256Bytes(content));
  }

  /// The hash of the bytes as 32 bytes.
  public static byte[] sha256Bytes(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
