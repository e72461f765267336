package dev.catena.run;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.Store;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// An entry for another stream than the run's own, to be written once.
///
/// @param stream the stream
/// @param from how many entries the stream had when the code last looked. If the entry is there already, it stands here or later.
/// @param type the entry's type
/// @param head the entry's head, by which it is recognised: another entry of this type never has the same one
/// @param body the entry's body
public record Note(String stream, long from, String type, String head, String body) {
  /// Checks the parts.
  public Note {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(body, "body");
  }

  /// The entry, written at the given time.
  public Entry entry(Instant at) {
    return new Entry(type, at, head, body);
  }

  /// Appends the entry to its stream unless it is there.
  public void write(Store store, Instant at) {
    List<Entry> later = store.read(stream, from);
    while (later.stream().noneMatch(entry -> entry.type().equals(type) && entry.head().equals(head))) {
      try {
        store.append(stream, from + later.size(), List.of(entry(at)), null);
        return;
      } catch (ConflictException somebodyWasFaster) {
        later = store.read(stream, from);
      }
    }
  }
}
