package dev.catena.rag.index;

/// Hears how a synchronisation goes on, for a progress bar.
@FunctionalInterface
public interface SyncListener {
  /// Hears nothing.
  SyncListener NONE = (document, number, count) -> {};

  /// A document is about to be read and indexed. Called by the thread that synchronises; an exception ends the synchronisation.
  ///
  /// @param document its id
  /// @param number its place among those to be indexed, from 1
  /// @param count how many are to be indexed
  void indexing(String document, int number, int count);
}
