package dev.catena.rag.search;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.Collection;
import java.util.Collections;

/// What a model's cosines mean: each model fills only a narrow band of -1 to 1, and every text has nearest neighbours, also
/// «Hello».
///
/// @param floor from here on a neighbour is a find of its own
/// @param unrelated what a passage on something else has
/// @param same what a passage has that answers the question in its own words
record CosineScale(double floor, double unrelated, double same) {
  /// The scale of a model; of one that nobody has measured, the band that its neighbours of this question fill.
  ///
  /// @param cosines of the neighbours; not empty
  static CosineScale of(EmbeddingModel model, Collection<Float> cosines) {
    String name = String.valueOf(model.modelName());
    if (name.startsWith("bge-small-en-v1.5")) {
      return new CosineScale(0.55, 0.45, 0.85);
    }
    if (name.startsWith("bge-small-zh-v1.5")) {
      return new CosineScale(0.45, 0.35, 0.85);
    }
    return new CosineScale(0, Collections.min(cosines), Collections.max(cosines));
  }

  /// From 0, unrelated, to 1, the same.
  double similarity(double cosine) {
    return same > unrelated ? Math.clamp((cosine - unrelated) / (same - unrelated), 0, 1) : 1;
  }
}
