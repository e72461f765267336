package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.event.AgentListener;
import dev.catena.local.LocalModel;
import dev.catena.local.store.ModelStore;
import dev.catena.local.store.Progress;
import dev.catena.rag.LuceneIndex;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// The model that `--model` names, open.
///
/// @param bot makes the document bot on it
/// @param explained what is said of a failure of the model
/// @param closer frees what the model holds
record ModelSession(
    BiFunction<LuceneIndex, AgentListener, Agent> bot, UnaryOperator<String> explained, Runnable closer)
    implements AutoCloseable {
  private static final String MODEL_FAILED = "model-failed";

  /// Opens the model; a local one is fetched first where it is not here.
  ///
  /// @throws UsageException if the name cannot be a model
  static ModelSession open(String name, Outside outside, Progress progress) {
    return name.startsWith(OpenAi.PREFIX) ? OpenAi.of(name, outside).session() : local(name, outside.store(), progress);
  }

  private static ModelSession local(String name, ModelStore store, Progress progress) {
    LocalModel model = LocalModel.builder().model(name).store(store).progress(progress).open();
    return new ModelSession(
        (index, listener) -> DocumentBot.over(index, model, listener), UnaryOperator.identity(), model::close);
  }

  /// The document bot on this model.
  Agent bot(LuceneIndex index, AgentListener listener) {
    return bot.apply(index, listener);
  }

  /// Says for people why a run failed.
  String explain(Outcome.Failed failure) {
    return failure.code().equals(MODEL_FAILED) ? explained.apply(failure.message()) : failure.message();
  }

  @Override
  public void close() {
    closer.run();
  }
}
