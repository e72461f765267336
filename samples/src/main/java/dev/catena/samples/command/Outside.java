package dev.catena.samples.command;

import dev.catena.local.store.ModelStore;
import java.util.Map;

/// What the command sees of the world outside its arguments; a test has its own.
///
/// @param environment the process's environment
/// @param store the models, and the folder that everything else is kept in
record Outside(Map<String, String> environment, ModelStore store) {
  static Outside real() {
    return new Outside(System.getenv(), ModelStore.standard());
  }

  /// An environment variable, without blanks around it; empty where it is not set.
  String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }
}
