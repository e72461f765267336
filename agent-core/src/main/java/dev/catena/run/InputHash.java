package dev.catena.run;

import dev.catena.journal.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// By which a step is known to ask for the same as recorded. It stands in every record, so it is short: it has to find programs
/// that have changed, not forgers.
final class InputHash {
  private static final int BYTES = 16;

  private InputHash() {}

  /// The first 128 bits of the text's SHA-256, as 22 characters of URL-safe Base64.
  static String of(String identity) {
    byte[] hash = Hash.sha256Bytes(identity.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
