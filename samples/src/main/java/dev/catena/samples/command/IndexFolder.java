package dev.catena.samples.command;

import dev.catena.local.store.ModelStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the index of a folder lies: beside the models, keyed by the folder's real path.
final class IndexFolder {
  private static final int HASH_BYTES = 8;

  private IndexFolder() {}

  static Path of(Path documents, ModelStore store) {
    Path name = documents.getFileName();
    return store.home().resolve("index").resolve((name == null ? "root" : name) + "-" + hash(documents.toString()));
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
