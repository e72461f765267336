package dev.catena.rag.ingest;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a folder holds.
///
/// @param files the documents, ordered by id; unmodifiable
/// @param skipped how many entries were left out for which reason, without reasons that did not occur; unmodifiable
public record Scan(List<FileEntry> files, Map<SkipReason, Integer> skipped) {
  /// Copies both.
  public Scan {
    files = List.copyOf(files);
    var counts = new EnumMap<SkipReason, Integer>(SkipReason.class);
    counts.putAll(skipped);
    skipped = Collections.unmodifiableMap(counts);
  }
}
