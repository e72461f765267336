package dev.catena.rag.search;

import dev.langchain4j.model.embedding.EmbeddingModel;

/// From which cosine on a neighbour means anything. Every text has nearest neighbours, also «Hello».
final class SimilarityFloor {
  private SimilarityFloor() {}

  static float of(EmbeddingModel model) {
    String name = model.modelName();
    if (name.startsWith("bge-small-en-v1.5")) {
      return 0.55f;
    }
    if (name.startsWith("bge-small-zh-v1.5")) {
      return 0.45f;
    }
    return 0;
  }
}
