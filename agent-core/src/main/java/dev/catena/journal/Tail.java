package dev.catena.journal;

import java.util.List;

/// The end of a stream.
///
/// @param size how many entries the stream has
/// @param entries the last of them, oldest first
public record Tail(long size, List<Entry> entries) {
  /// Copies the entries.
  public Tail {
    entries = List.copyOf(entries);
  }
}
