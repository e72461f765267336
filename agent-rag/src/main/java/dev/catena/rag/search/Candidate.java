package dev.catena.rag.search;

import dev.catena.rag.index.StoredPassage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A passage that was found, before it is cut.
///
/// @param passage the passage
/// @param words its BM25 score; null when the words leg did not find it
/// @param cosine its similarity to the question, -1 to 1; null when the vectors leg did not find it
/// @param score its fused score, from 0 to 1; comparable between questions as long as the models are the bundled ones
public record Candidate(StoredPassage passage, @Nullable Float words, @Nullable Float cosine, double score) {
  /// Checks the passage.
  public Candidate {
    Objects.requireNonNull(passage, "passage");
  }
}
