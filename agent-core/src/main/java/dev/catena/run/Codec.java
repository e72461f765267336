package dev.catena.run;

/// Writes values as JSON text and reads them back.
///
/// The type is chosen by the code that holds the codec, never by the data: no type names in the JSON, no polymorphism by name.
/// Codecs are immutable and safe for use by many threads.
///
/// @param <T> the type of the values
public interface Codec<T> {
  /// The value as one JSON text. A result may also be a [dev.catena.journal.JsonSequence], so that a store keeps a text that it
  /// shares with other records once.
  String encode(T value);

  /// The value of a JSON text that `encode` wrote.
  ///
  /// @throws IllegalArgumentException if the text is not what `encode` writes
  T decode(String json);

  /// A JSON text that tells the value from others: its hash is recorded, so that a run which is executed again is known to ask
  /// for the same. Canonical JSON (RFC 8785) of the whole value, unless a codec knows a shorter one that says as much.
  default String identity(T value) {
    return CanonicalJson.of(encode(value));
  }
}
