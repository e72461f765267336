package dev.catena.rag.index;

/// What a file looked like when it was indexed.
///
/// @param size in bytes
/// @param modifiedMillis its time of modification, or [#UNSETTLED]
/// @param digest SHA-256 of its bytes, hexadecimal; empty when the file could not be read at all
/// @param failure why it could not be read; empty if it could
record FileState(long size, long modifiedMillis, String digest, String failure) {
  /// The time says nothing: the file had been written so shortly before that a second write could leave the same time, or it could
  /// not be read and may be readable without having changed. Its bytes are compared next time.
  static final long UNSETTLED = -1;
}
