package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.event.AgentListener;
import dev.catena.journal.Store;
import dev.catena.rag.LuceneIndex;
import java.util.function.UnaryOperator;

/// The model that `--model` names, open.
///
/// @param bot makes the document bot on it
/// @param explained what is said of a failure of the model
/// @param closer frees what the model holds
record ModelSession(
    BotMaker bot, UnaryOperator<String> explained, Runnable closer)
    implements AutoCloseable {
  private static final String MODEL_FAILED = "model-failed";

  /// Makes the document bot.
  @FunctionalInterface
  interface BotMaker {
    Agent make(LuceneIndex index, AgentListener listener, Store store);
  }

  /// The document bot on this model.
  ///
  /// @param store keeps its runs and conversations
  Agent bot(LuceneIndex index, AgentListener listener, Store store) {
    return bot.make(index, listener, store);
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
