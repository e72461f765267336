package dev.catena.local;

import dev.catena.local.dialect.Dialect;
import dev.catena.local.dialect.QwenDialect;
import dev.catena.local.gguf.GgufFile;
import dev.catena.local.runner.Runner;
import dev.catena.local.runner.RunnerOptions;
import dev.catena.local.store.ModelFile;
import dev.catena.local.template.ChatMl;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;

/// From a reference to a ready model: fetch, check, load.
final class Opening {

  private Opening() {}

  static LocalModel open(LocalModel.Builder options) {
    ModelFile file = options.store.fetch(options.model, options.progress);
    GgufFile header = GgufFile.read(file.path());
    requireChatMl(header, file);
    Runner runner = Runner.start(new RunnerOptions(
        options.store.natives(options.progress),
        file.path(),
        file.sha256(),
        options.store.home().resolve("prefix"),
        contextTokens(options, header),
        options.threads));
    Dialect dialect = new QwenDialect();
    PromptWriter prompts = new PromptWriter(runner.vocabulary(), new ChatMl(), dialect);
    Engine engine = new Engine(file.name(), runner, prompts, dialect, options.seed);
    ChatRequestParameters defaults = ChatRequestParameters.builder()
        .modelName(file.name())
        .temperature(options.temperature)
        .maxOutputTokens(options.maxOutputTokens)
        .build();
    return new LocalModel(file, engine, defaults, options.listeners);
  }

  private static int contextTokens(LocalModel.Builder options, GgufFile header) {
    return options.contextTokens > 0
        ? options.contextTokens
        : Math.min(LocalModel.DEFAULT_CONTEXT_TOKENS, header.contextTokens());
  }

  private static void requireChatMl(GgufFile header, ModelFile file) {
    String template = header.chatTemplate().orElse("");
    if (!ChatMl.matches(template)) {
      throw new UnsupportedFeatureException(
          "the chat template of model %s (%s) is not known; use a model with ChatML, such as %s"
              .formatted(file.name(), header.architecture(), LocalModel.DEFAULT_MODEL));
    }
  }
}
