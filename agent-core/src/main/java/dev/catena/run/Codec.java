package dev.catena.run;

/// Writes values as JSON text and reads them back.
///
/// The type is chosen by the code that holds the codec, never by the data: no type names in the JSON, no polymorphism by name.
/// Codecs are immutable and safe for use by many threads.
///
/// @param <T> the type of the values
public interface Codec<T> {
  /// The value as one JSON text.
  String encode(T value);

  /// The value of a JSON text that `encode` wrote.
  ///
  /// @throws IllegalArgumentException if the text is not what `encode` writes
  T decode(String json);
}
