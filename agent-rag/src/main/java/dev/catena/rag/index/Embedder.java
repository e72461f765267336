package dev.catena.rag.index;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import java.util.List;

/// Asks a model for vectors, saying what they are for when the model wants to know.
///
/// Chinese is given to it in simplified script, passages and questions alike: the models were trained on that.
public final class Embedder {
  private Embedder() {}

  /// Embeds some texts.
  ///
  /// @param model the model
  /// @param texts none of them blank
  /// @param type what the vectors are for; models that refuse the parameter are not told
  /// @return a vector for each text, in their order
  public static List<Embedding> embed(EmbeddingModel model, List<String> texts, EmbeddingInputType type) {
    var request = EmbeddingRequest.builder().inputs(texts.stream().map(Analysis::simplified).map(EmbeddingInput::from).toList());
    if (model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE)) {
      request.inputType(type);
    }
    List<Embedding> vectors = model.embed(request.build()).embeddings();
    if (vectors.size() != texts.size()) {
      throw new IllegalStateException("embedding model '%s' gave %d vectors for %d texts"
          .formatted(Languages.nameOf(model), vectors.size(), texts.size()));
    }
    return vectors;
  }
}
