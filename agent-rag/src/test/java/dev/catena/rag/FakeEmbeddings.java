package dev.catena.rag;

import dev.catena.rag.index.Terms;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A model whose vectors count terms, so that texts with the same words are near; it remembers what it was asked.
public class FakeEmbeddings implements EmbeddingModel {
  /// What it has embedded, in order.
  public final List<String> texts = new CopyOnWriteArrayList<>();
  private final String name;
  private final int dimension;
  private final Consumer<List<String>> before;

  public FakeEmbeddings(String name, int dimension) {
    this(name, dimension, _ -> {});
  }

  /// @param before is given each batch, and may wait or throw
  public FakeEmbeddings(String name, int dimension, Consumer<List<String>> before) {
    this.name = name;
    this.dimension = dimension;
    this.before = before;
  }

  @Override
  public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    List<String> batch = request.inputs().stream().map(input -> input.text()).toList();
    before.accept(batch);
    texts.addAll(batch);
    return EmbeddingResponse.builder()
        .embeddings(batch.stream().map(text -> Embedding.from(vector(text))).toList())
        .metadata(EmbeddingResponseMetadata.builder().modelName(name).build())
        .build();
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String modelName() {
    return name;
  }

  private float[] vector(String text) {
    var vector = new float[dimension];
    vector[0] = 0.1f; // no text has length 0
    Terms.of(text).forEach(term -> vector[Math.floorMod(term.text().hashCode(), dimension)]++);
    return vector;
  }
}
