package dev.catena.embed;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bundled model behind its profile: loads on the first text, once.
final class BundledModel implements EmbeddingModel {
  private final Profile profile;
  private final Object loading = new Object();
  private volatile @Nullable OnnxModel loaded; // written under `loading`

  BundledModel(Profile profile) {
    this.profile = profile;
  }

  @Override
  public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    boolean query = request.inputType() == EmbeddingInputType.QUERY;
    List<TextSegment> texts = request.inputs().stream()
        .map(input -> TextSegment.from(query ? profile.queryInstruction() + input.text() : input.text()))
        .toList();
    var response = model().embedAll(texts);
    return EmbeddingResponse.builder()
        .embeddings(response.content())
        .metadata(EmbeddingResponseMetadata.builder()
            .modelName(modelName())
            .tokenUsage(response.tokenUsage())
            .build())
        .build();
  }

  @Override
  public Set<EmbeddingParameter<?>> supportedParameters() {
    return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
  }

  @Override
  public int dimension() {
    return profile.dimension();
  }

  @Override
  public String modelName() {
    return profile.name() + "@" + profile.fingerprint();
  }

  boolean isLoaded() {
    return loaded != null;
  }

  private OnnxModel model() {
    OnnxModel model = loaded;
    if (model != null) {
      return model;
    }
    synchronized (loading) {
      model = loaded;
      if (model == null) {
        model = OnnxModel.load(profile);
        loaded = model;
      }
      return model;
    }
  }
}
