package dev.catena.tool;

import java.util.Optional;
import javax.crypto.SecretKey;

/// Where the keys come from with which [Secret] arguments are encrypted: a key store, a vault, the environment.
///
/// To rotate keys, let [#current()] name a new one and keep the old ones until the runs that used them are gone. Asked whenever
/// a secret is sealed or opened, by many threads; it may block, and caches what is slow.
public interface SecretKeys {
  /// The id of the key for what is sealed from now on: 1 to 64 of the characters a-z A-Z 0-9 . _ -; recorded in clear.
  String current();

  /// The key with this id: 32 random bytes for AES, which [SecretKey#getEncoded()] gives.
  ///
  /// @return empty when there is none, or no longer
  Optional<SecretKey> key(String id);

  /// One key for good.
  ///
  /// @param id 1 to 64 of the characters a-z A-Z 0-9 . _ -
  static SecretKeys of(String id, SecretKey key) {
    return new SecretKeys() {
      @Override
      public String current() {
        return id;
      }

      @Override
      public Optional<SecretKey> key(String wanted) {
        return wanted.equals(id) ? Optional.of(key) : Optional.empty();
      }
    };
  }
}
