package dev.catena.samples.command;

import dev.catena.local.LocalModel;
import dev.catena.local.store.Progress;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Optional;

/// The model that `--model` names, open.
///
/// @param name as the user gave it
/// @param model streams
/// @param counter counts tokens as the model does; empty where nobody here can
/// @param closer frees what the model holds
record ModelSession(
    String name, StreamingChatModel model, Optional<TokenCountEstimator> counter, Runnable closer) implements AutoCloseable {
  /// The prefix of models behind an OpenAI-compatible server.
  static final String OPENAI = "openai:";

  private static final String OPENAI_KEY = "OPENAI_API_KEY";
  private static final String OPENAI_URL = "OPENAI_BASE_URL";

  /// Opens the model; a local one is fetched first where it is not here.
  ///
  /// @throws UsageException if the name cannot be a model
  static ModelSession open(String name, Outside outside, Progress progress) {
    return name.startsWith(OPENAI)
        ? openAi(name, outside)
        : local(name, outside, progress);
  }

  private static ModelSession local(String name, Outside outside, Progress progress) {
    LocalModel model = LocalModel.builder().model(name).store(outside.store()).progress(progress).open();
    return new ModelSession(name, model.streaming(), Optional.of(model.tokenCounter()), model::close);
  }

  private static ModelSession openAi(String name, Outside outside) {
    String remote = name.substring(OPENAI.length());
    String url = outside.variable(OPENAI_URL);
    String key = outside.variable(OPENAI_KEY);
    if (remote.isBlank()) {
      throw new UsageException("--model openai: needs a name, such as openai:gpt-5-mini");
    }
    if (key.isBlank() && url.isBlank()) {
      throw new UsageException("--model " + name + " needs " + OPENAI_KEY + " (and " + OPENAI_URL + " for another server)");
    }
    var builder = OpenAiStreamingChatModel.builder().modelName(remote).apiKey(key.isBlank() ? "none" : key);
    if (!url.isBlank()) {
      builder.baseUrl(url);
    }
    return new ModelSession(name, builder.build(), Optional.empty(), () -> {});
  }

  @Override
  public void close() {
    closer.run();
  }
}
