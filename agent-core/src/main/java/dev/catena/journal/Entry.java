package dev.catena.journal;

import java.time.Instant;
import java.util.Objects;

/// One recorded fact of a stream. A store keeps it as it is and looks at no part of it, so that entries of types it has never
/// heard of survive.
///
/// @param type what kind of fact, for the reader of the stream
/// @param at when it was written, by the writer's clock
/// @param head the small part, a JSON object
/// @param body the large part, verbatim, such as the JSON of a result or a [JsonSequence] of several; empty when there is none
public record Entry(String type, Instant at, String head, String body) {
  /// Checks the parts.
  public Entry {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(body, "body");
  }
}
