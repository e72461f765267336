package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which model embeds which text.
public final class Languages {
  static final String CHINESE = "zh";
  static final String OTHER = "*";

  /// LangChain4j's default of `modelName()`.
  private static final String UNNAMED = "unknown";

  private final Map<String, EmbeddingModel> models;

  /// Takes over a map of models.
  ///
  /// @param models by language tag: `zh` for text in CJK script, `*` for the rest; without `zh` the model of `*` embeds both; any
  ///     other key is refused
  public Languages(Map<String, EmbeddingModel> models) {
    for (String key : models.keySet()) {
      if (!key.equals(CHINESE) && !key.equals(OTHER)) {
        throw new IllegalArgumentException("embedding model for language '%s'; known are '%s' and '%s'"
            .formatted(key, CHINESE, OTHER));
      }
    }
    this.models = Map.copyOf(models);
  }

  /// The model for a text.
  ///
  /// @param script the text's script
  /// @return empty when texts of that script are found by words alone
  public Optional<EmbeddingModel> model(Script script) {
    EmbeddingModel own = script == Script.CJK ? models.get(CHINESE) : null;
    return Optional.ofNullable(own != null ? own : models.get(OTHER));
  }

  /// What tells a model's vectors from those of others: its name, or its class where it has none.
  static String nameOf(EmbeddingModel model) {
    String name = model.modelName();
    return name == null || name.isBlank() || name.equals(UNNAMED) ? model.getClass().getName() : name;
  }

  /// The names of the models by language, for the index to remember.
  Map<String, String> names() {
    var names = new TreeMap<String, String>();
    models.forEach((language, model) -> names.put(language, nameOf(model)));
    return names;
  }
}
