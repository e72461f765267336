package dev.catena.samples.command;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.net.URISyntaxException;

/// A model behind a server with the OpenAI protocol: `--model openai:NAME`.
///
/// @param name the model's name at the server
/// @param key never shown; empty for a server that wants none
/// @param url the server; empty for OpenAI's own
record OpenAi(String name, String key, String url) {
  /// What its name begins with at `--model`.
  static final String PREFIX = "openai:";

  private static final String KEY = "OPENAI_API_KEY";
  private static final String URL = "OPENAI_BASE_URL";

  /// Reads the name and the environment.
  ///
  /// @param reference what was given to `--model`
  /// @throws UsageException if something is missing or malformed
  static OpenAi of(String reference, Outside outside) {
    var model = new OpenAi(reference.substring(PREFIX.length()).strip(), outside.variable(KEY), outside.variable(URL));
    if (model.name.isEmpty()) {
      throw new UsageException("--model " + PREFIX + " needs a name; type: --model " + PREFIX + "gpt-5-mini");
    }
    if (model.key.isEmpty() && model.url.isEmpty()) {
      throw new UsageException("--model " + reference + " needs a key: set " + KEY + ", or " + URL + " for a server without keys");
    }
    if (!model.url.isEmpty() && !isAddress(model.url)) {
      throw new UsageException(URL + " is '" + model.url + "'; set it to an address such as http://localhost:8080/v1");
    }
    return model;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  ModelSession session() {
    var builder = OpenAiStreamingChatModel.builder().modelName(name).apiKey(key.isEmpty() ? "none" : key);
    if (!url.isEmpty()) {
      builder.baseUrl(url);
    }
    StreamingChatModel model = builder.build();
    return new ModelSession(
        (index, listener, store) -> DocumentBot.over(index, model, listener, store), this::explained, () -> {});
  }

  /// A server may repeat the key, and not every failure says where the server is.
  private String explained(String failure) {
    String safe = key.isEmpty() ? failure : failure.replace(key, "…");
    return url.isEmpty() ? safe : "%s (%s is %s)".formatted(safe, URL, url);
  }
}
