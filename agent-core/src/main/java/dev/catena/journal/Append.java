package dev.catena.journal;

import java.util.List;
import java.util.Objects;

/// What is to be written at the end of a stream.
///
/// @param stream the stream's name
/// @param position how many entries the writer knows the stream to have
/// @param entries at least one
public record Append(String stream, long position, List<Entry> entries) {
  /// Checks the parts.
  public Append {
    Objects.requireNonNull(stream, "stream");
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append to stream '" + stream + "'");
    }
    if (position < 0) {
      throw new IllegalArgumentException("a stream has no position %d: '%s'".formatted(position, stream));
    }
  }
}
