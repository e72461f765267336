package dev.catena.tool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts a text into a token `$sealed:key:digest:content`, with AES-256-GCM and a random nonce (NIST SP 800-38D).
///
/// The digest is a keyed one (HMAC-SHA-256, 128 bits): of one key, equal texts at one place have equal digests, and nobody without
/// the key can try texts out. A token opens only at the place that it was sealed for.
final class Seal {
  /// What every token starts with.
  static final String PREFIX = "$sealed:";

  /// Stands for a token that a model did not copy as it was.
  static final String BROKEN = PREFIX + "unreadable";

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1,64}");
  private static final Pattern TOKEN =
      Pattern.compile("(\\$sealed:([a-zA-Z0-9._-]{1,64}):([a-zA-Z0-9_-]{22})):([a-zA-Z0-9_-]{38,})");
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int DIGEST_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeys keys;

  Seal(SecretKeys keys) {
    this.keys = keys;
  }

  /// Seals with the current key.
  ///
  /// @param place what the token is for; it opens nowhere else
  /// @throws SecretKeyException if there is no such key
  String seal(String text, String place) {
    String id = keys.current();
    byte[] key = key(id);
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    String head = PREFIX + id + ":" + encoded(digest(key, text, place));
    try {
      byte[] content = cipher(Cipher.ENCRYPT_MODE, key, nonce, head, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
      return head + ":" + encoded(ByteBuffer.allocate(nonce.length + content.length).put(nonce).put(content).array());
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  /// Checks that the current key can be used.
  ///
  /// @throws SecretKeyException if it cannot
  void check() {
    key(keys.current());
  }

  /// The text in a token.
  ///
  /// @throws SecretKeyException if its key is missing or another
  String open(String token, String place) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no sealed text: '%s'".formatted(token));
    }
    byte[] key = key(parts.group(2));
    return decrypt(parts, key, place).orElseThrow(() -> new SecretKeyException(
        "the key '%s' is not the one that sealed %s; have SecretKeys.key(\"%s\") give that one, and resume the run"
            .formatted(parts.group(2), place, parts.group(2))));
  }

  /// Whether the token is one of ours, for this place.
  boolean opens(String token, String place) {
    Matcher parts = TOKEN.matcher(token);
    return parts.matches()
        && keys.key(parts.group(2)).map(key -> bytes(parts.group(2), key)).flatMap(key -> decrypt(parts, key, place)).isPresent();
  }

  /// What tells equal texts that one key has sealed for one place, whatever their nonces; of another text, the text itself.
  static String identity(String text) {
    Matcher parts = TOKEN.matcher(text);
    return parts.matches() ? parts.group(1) : text;
  }

  static boolean isToken(String text) {
    return text.startsWith(PREFIX);
  }

  private static Optional<String> decrypt(Matcher parts, byte[] key, String place) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(parts.group(4));
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, parts.group(1), place);
      byte[] text = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (AEADBadTagException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String head, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((head + "\n" + place).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /// By a key of its own, which is made of the key, so that neither use of it says anything about the other.
  private static byte[] digest(byte[] key, String text, String place) {
    byte[] own = mac(key, "catena digest of sealed arguments, 1");
    return Arrays.copyOf(mac(own, place.length() + ":" + place + text), DIGEST_BYTES);
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  private byte[] key(String id) {
    if (!ID.matcher(id).matches()) {
      throw new SecretKeyException("the id of a key is 1 to 64 of the characters a-z A-Z 0-9 . _ -: '%s'".formatted(id));
    }
    SecretKey key = keys.key(id).orElseThrow(() -> new SecretKeyException(
        "there is no key '%s' for @Secret arguments; have SecretKeys.key(\"%s\") give it, and resume the run".formatted(id, id)));
    return bytes(id, key);
  }

  private static byte[] bytes(String id, SecretKey key) {
    byte[] bytes = key.getEncoded();
    if (bytes == null || bytes.length != KEY_BYTES) {
      throw new SecretKeyException("the key '%s' for @Secret arguments must have %d bytes".formatted(id, KEY_BYTES));
    }
    return bytes;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static IllegalStateException noCipher(GeneralSecurityException e) {
    return new IllegalStateException("every Java platform has AES-GCM and HMAC-SHA-256", e);
  }
}
