package dev.catena.rag.index;

import dev.catena.rag.ingest.SkipReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What bringing the index up to date did.
///
/// @param added documents that were new
/// @param changed documents whose bytes were others than before
/// @param removed documents that are gone from the folder or can no longer be read
/// @param unchanged documents that were not read again
/// @param unreadable documents without text, each with its reason, also those found so earlier; unmodifiable
/// @param skipped how many entries of the folder were left out for which reason; unmodifiable
/// @param problem why nothing was done, in one line that says what to do about it; empty when the index is up to date
public record SyncReport(
    int added,
    int changed,
    int removed,
    int unchanged,
    List<Unreadable> unreadable,
    Map<SkipReason, Integer> skipped,
    String problem) {
  /// Copies the collections.
  public SyncReport {
    Objects.requireNonNull(problem, "problem");
    unreadable = List.copyOf(unreadable);
    var counts = new EnumMap<SkipReason, Integer>(SkipReason.class);
    counts.putAll(skipped);
    skipped = Collections.unmodifiableMap(counts);
  }

  /// A document without text.
  ///
  /// @param document its id
  /// @param reason what is wrong, so that «document reason» is a sentence
  public record Unreadable(String document, String reason) {
    /// Checks that nothing is null.
    public Unreadable {
      Objects.requireNonNull(document, "document");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /// Nothing was done: all counts are 0.
  static SyncReport nothing(String problem) {
    return new SyncReport(0, 0, 0, 0, List.of(), Map.of(), problem);
  }
}
