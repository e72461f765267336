package dev.catena.local;

import static java.util.Objects.requireNonNull;

import dev.catena.local.error.CancelledException;
import dev.catena.local.store.ModelFile;
import dev.catena.local.store.ModelStore;
import dev.catena.local.store.Progress;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;

/// A language model that runs in this process. The default one is fetched once, checked, and loaded in seconds:
///
///     var model = LocalModel.open();
///     String answer = model.chat("Why is the sky blue?");
///
/// Requests are answered one after another, on a thread of the model; the calling thread waits, and interrupting it cancels
/// the request. Start Java with `--enable-native-access=ALL-UNNAMED`. Thread-safe.
public final class LocalModel implements ChatModel, AutoCloseable {

  /// The model that [#open()] opens.
  public static final String DEFAULT_MODEL = "qwen2.5-coder-1.5b";

  /// Most tokens of prompt and answer together when nobody says how many, and the model was trained with as many.
  public static final int DEFAULT_CONTEXT_TOKENS = 8192;

  /// Most tokens of an answer when the request names no limit.
  public static final int DEFAULT_MAX_OUTPUT_TOKENS = 512;

  /// Always the likeliest token, when nobody says otherwise.
  public static final double DEFAULT_TEMPERATURE = 0;

  private final ModelFile file;
  private final Engine engine;
  private final ChatRequestParameters defaults;
  private final List<ChatModelListener> listeners;

  LocalModel(ModelFile file, Engine engine, ChatRequestParameters defaults, List<ChatModelListener> listeners) {
    this.file = file;
    this.engine = engine;
    this.defaults = defaults;
    this.listeners = listeners;
  }

  /// Opens [#DEFAULT_MODEL] with all defaults, and fetches it before when it is not here.
  ///
  /// @throws dev.catena.local.error.LocalModelException when it does not load
  public static LocalModel open() {
    return builder().open();
  }

  /// Opens a model with all defaults, and fetches it before when it is not here.
  ///
  /// @param reference a name of the catalogue, the path of a GGUF file, or another reference of [ModelStore]
  /// @throws dev.catena.local.error.LocalModelException when it does not load
  public static LocalModel open(String reference) {
    return builder().model(reference).open();
  }

  /// Starts with all defaults.
  public static Builder builder() {
    return new Builder();
  }

  /// The same model for callers that want the answer while it is written. Closing this model closes both.
  public LocalStreamingModel streaming() {
    return new LocalStreamingModel(engine, defaults, listeners);
  }

  /// Counts tokens as this model does; text is never read as special tokens.
  public TokenCountEstimator tokenCounter() {
    return new LocalTokenCounter(engine.vocabulary(), engine.prompts());
  }

  /// What this model would begin an answer with, without writing it.
  public Likelihoods likelihoods() {
    return new Likelihoods(engine);
  }

  /// The name it was opened by.
  public String name() {
    return file.name();
  }

  /// SHA-256 of the weights, in hexadecimal.
  public String sha256() {
    return file.sha256();
  }

  /// Answers; the calling thread waits.
  ///
  /// @throws CancelledException when the calling thread is interrupted; its flag is set again
  /// @throws dev.langchain4j.exception.UnsupportedFeatureException when the request wants what the model cannot do
  /// @throws dev.catena.local.error.LocalModelException when the prompt does not fit, the model is closed, or native code
  ///     failed
  @Override
  public ChatResponse doChat(ChatRequest request) {
    return requireNonNull(engine.answer(request, Output.NONE), "only a streaming caller cancels");
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return defaults;
  }

  @Override
  public List<ChatModelListener> listeners() {
    return listeners;
  }

  @Override
  public ModelProvider provider() {
    return ModelProvider.OTHER;
  }

  /// Ends the answer under way and frees the memory. Calling it again does nothing.
  @Override
  public void close() {
    engine.close();
  }

  /// Options of a model. Each value is checked when it is set.
  public static final class Builder {

    String model = DEFAULT_MODEL;
    ModelStore store = ModelStore.standard();
    Progress progress = Progress.none();
    int contextTokens;
    int threads = Cores.defaultThreads();
    double temperature = DEFAULT_TEMPERATURE;
    int maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS;
    long seed;
    List<ChatModelListener> listeners = List.of();

    private Builder() {}

    /// Which model.
    ///
    /// @param reference a name of the catalogue, the path of a GGUF file, or another reference of [ModelStore]
    public Builder model(String reference) {
      model = requireNonNull(reference, "reference");
      return this;
    }

    /// Where files come from and are kept.
    public Builder store(ModelStore files) {
      store = requireNonNull(files, "files");
      return this;
    }

    /// Who is told how far a fetch is.
    public Builder progress(Progress listener) {
      progress = requireNonNull(listener, "listener");
      return this;
    }

    /// Most tokens of prompt and answer together; default [#DEFAULT_CONTEXT_TOKENS], or fewer when the model was
    /// trained with fewer.
    ///
    /// @param tokens at least 1
    public Builder contextTokens(int tokens) {
      contextTokens = requirePositive("contextTokens", tokens);
      return this;
    }

    /// Threads that compute the answer; default: physical cores less one, at least one. More than there are idle cores
    /// makes it many times slower.
    ///
    /// @param count at least 1
    public Builder threads(int count) {
      threads = requirePositive("threads", count);
      return this;
    }

    /// Temperature of requests that name none; default [#DEFAULT_TEMPERATURE].
    ///
    /// @param value at least 0; 0 always takes the likeliest token
    public Builder temperature(double value) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("temperature must be at least 0, was " + value);
      }
      temperature = value;
      return this;
    }

    /// Most tokens of an answer when the request names no limit; default [#DEFAULT_MAX_OUTPUT_TOKENS].
    ///
    /// @param tokens at least 1
    public Builder maxOutputTokens(int tokens) {
      maxOutputTokens = requirePositive("maxOutputTokens", tokens);
      return this;
    }

    /// Seed of the choices when the temperature is above 0. Models of the same seed give the same answers to the same
    /// requests in the same order.
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /// Who listens to requests and responses.
    public Builder listeners(List<ChatModelListener> all) {
      listeners = List.copyOf(all);
      return this;
    }

    /// Fetches what is missing, loads the model, and returns when it is ready.
    ///
    /// @throws dev.catena.local.error.LocalModelException when it does not load
    public LocalModel open() {
      return Opening.open(this);
    }

    private static int requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException("%s must be at least 1, was %d".formatted(name, value));
      }
      return value;
    }
  }
}
