package dev.catena.rag.index;

import java.util.HashMap;
import java.util.Map;

/// What is committed together with the index, so that both always agree.
final class CommitData {
  static final String SCHEMA = "schema";
  private static final String MODEL = "model.";

  private CommitData() {}

  /// The data of this program's index, over what was there before.
  static Map<String, String> with(Map<String, String> before, Map<String, String> models) {
    var data = new HashMap<>(before);
    data.put(SCHEMA, Fields.SCHEMA);
    models.forEach((language, name) -> data.put(MODEL + language, name));
    return data;
  }

  /// The models whose vectors are in the index, by language.
  static Map<String, String> models(Map<String, String> data) {
    var models = new HashMap<String, String>();
    data.forEach((key, value) -> {
      if (key.startsWith(MODEL)) {
        models.put(key.substring(MODEL.length()), value);
      }
    });
    return models;
  }
}
