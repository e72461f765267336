package dev.catena.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A loaded model that works on the caller's thread alone.
///
/// LangChain4j's own classes for these models open their session with a thread for each core and split a batch over a pool;
/// here a language model runs beside it, so both are one.
final class OnnxModel extends AbstractInProcessEmbeddingModel {
  private final OnnxBertBiEncoder encoder;

  private OnnxModel(OnnxBertBiEncoder encoder) {
    super(Runnable::run);
    this.encoder = encoder;
  }

  static OnnxModel load(Profile profile) {
    try (InputStream tokenizer = resource(profile.tokenizer());
        var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      var environment = OrtEnvironment.getEnvironment();
      var session = environment.createSession(bytes(profile.weights()), options);
      return new OnnxModel(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.CLS));
    } catch (OrtException e) {
      throw new IllegalStateException("embedding model '%s' does not load: %s".formatted(profile.name(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("embedding model '%s' cannot be read".formatted(profile.name()), e);
    }
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = resource(name)) {
      return in.readAllBytes();
    }
  }

  /// The models' files lie at the root of their jars.
  static InputStream resource(String name) throws IOException {
    InputStream in = OnnxModel.class.getResourceAsStream("/" + name);
    if (in == null) {
      throw new FileNotFoundException("no '%s' on the class path; add its langchain4j-embeddings artefact".formatted(name));
    }
    return in;
  }
}
