package dev.catena.journal;

import java.time.Instant;
import java.util.Objects;

/// The right to write under a name, for a while. When it is lost, its token is older than the new holder's, and a write that
/// carries it is refused: a holder that was asleep cannot do harm.
///
/// @param name what is leased
/// @param owner who holds it
/// @param token greater than that of every lease taken before in the store
/// @param until when others may take it, by the store's clock
public record Lease(String name, String owner, long token, Instant until) {
  /// Checks the parts.
  public Lease {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(until, "until");
  }
}
