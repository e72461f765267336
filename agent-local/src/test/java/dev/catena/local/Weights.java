package dev.catena.local;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.catena.local.store.ModelStore;
import dev.catena.local.store.Progress;
import dev.catena.local.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The small model for tests that need one: skipped where it cannot be fetched, unless `CATENA_REQUIRE_WEIGHTS` is 1.
public final class Weights {

  /// The model the tests use.
  public static final String MODEL = "qwen2.5-coder-0.5b";

  private Weights() {}

  /// Makes sure that weights and natives are here.
  public static ModelStore require() {
    ModelStore store = ModelStore.standard();
    try {
      store.fetch(MODEL, Progress.none());
      store.natives(Progress.none());
    } catch (StoreException e) {
      if ("1".equals(System.getenv("CATENA_REQUIRE_WEIGHTS"))) {
        fail("weights are required: " + e.getMessage(), e);
      }
      abort("skipped without weights: " + e.getMessage());
    }
    return store;
  }

  /// A store with a home of its own that uses the weights and natives of the standard one: what tests write and damage there
  /// is nobody else's.
  static ModelStore requireIn(Path home) throws IOException {
    ModelStore standard = require();
    for (String part : List.of("models", "natives")) {
      Files.createSymbolicLink(home.resolve(part), standard.home().resolve(part));
    }
    return ModelStore.at(home);
  }
}
