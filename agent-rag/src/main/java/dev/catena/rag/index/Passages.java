package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What of a passage is searched and embedded: its headings and its text.
final class Passages {
  private static final int HASH_CHARACTERS = 40; // 160 bits

  private Passages() {}

  static String indexedText(String title, String heading, String text) {
    if (heading.isEmpty() || heading.equals(title)) {
      return title + "\n" + text;
    }
    return (heading.startsWith(title + " > ") ? heading : title + " > " + heading) + "\n" + text;
  }

  /// Names the vector of a text, whichever document the text stands in.
  static String hash(Script script, String indexed) {
    return sha256((script + "\n" + indexed).getBytes(StandardCharsets.UTF_8)).substring(0, HASH_CHARACTERS);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
