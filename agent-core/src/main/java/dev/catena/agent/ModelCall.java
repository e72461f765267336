package dev.catena.agent;

import dev.catena.run.LiveEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One way to ask a model, whichever of LangChain4j's two interfaces it has.
interface ModelCall {
  /// The model's name as it was configured.
  String model();

  /// Asks and waits for the whole reply.
  ///
  /// @param show gets the pieces as they come
  /// @throws InterruptedException if interrupted; what was shown so far is all there will be
  ChatResponse ask(ChatRequest request, Consumer<LiveEvent> show) throws InterruptedException;

  static ModelCall of(ChatModel model) {
    return new BlockingCall(model, nameOf(model.defaultRequestParameters().modelName(), model));
  }

  static ModelCall of(StreamingChatModel model) {
    return new StreamingCall(model, nameOf(model.defaultRequestParameters().modelName(), model));
  }

  private static String nameOf(@Nullable String configured, Object model) {
    return configured == null || configured.isBlank() ? model.getClass().getSimpleName() : configured;
  }
}
