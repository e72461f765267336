package dev.catena.local.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of files, in lower-case hexadecimal.
final class Sha256 {
  private static final int DIGITS = 64;
  private static final int BUFFER = 1 << 20;

  private Sha256() {}

  static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return text.length() == DIGITS;
  }

  private static boolean isHex(char digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  }

  static MessageDigest digest() {
    return digest("SHA-256");
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(String text) {
    var digest = digest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return hex(digest);
  }

  /// Hashes a file; can be interrupted.
  static String of(Path file, Meter meter) throws IOException {
    var digest = digest();
    update(digest, file, meter);
    return hex(digest);
  }

  static void update(MessageDigest digest, Path file, Meter meter) throws IOException {
    var buffer = new byte[BUFFER];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        stopIfInterrupted();
        digest.update(buffer, 0, n);
        meter.add(n);
      }
    }
  }

  static void stopIfInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }
}
