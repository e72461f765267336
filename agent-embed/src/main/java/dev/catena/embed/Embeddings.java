package dev.catena.embed;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.Map;

/// The embedding models that come with the bundle.
public final class Embeddings {
  private static final Map<String, EmbeddingModel> BUNDLED = Map.of(
      "zh", new BundledModel(Profile.BGE_SMALL_ZH),
      "*", new BundledModel(Profile.BGE_SMALL_EN));

  private Embeddings() {}

  /// The bundled models by language tag: `zh` for Chinese, `*` for every other language.
  ///
  /// The models are shared by the whole process and load when a text is first embedded; `dimension()` and `modelName()` answer
  /// without loading. They may be used by many threads; one text is embedded on one thread, the caller's. `modelName()` ends in
  /// a fingerprint of weights and tokenizer, so vectors of another file are never taken for theirs. The English model accepts
  /// `EmbeddingInputType.QUERY` and then puts its instruction in front of the text; the Chinese one was measured to need none.
  ///
  /// @return an unmodifiable map; the same models each time
  public static Map<String, EmbeddingModel> bundled() {
    return BUNDLED;
  }
}
