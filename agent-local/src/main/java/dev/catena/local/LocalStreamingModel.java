package dev.catena.local;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;

/// A [LocalModel] that hands over the answer while it is written. It owns nothing: close the model it came from.
/// Thread-safe.
public final class LocalStreamingModel implements StreamingChatModel {

  private final Engine engine;
  private final ChatRequestParameters defaults;
  private final List<ChatModelListener> listeners;

  LocalStreamingModel(Engine engine, ChatRequestParameters defaults, List<ChatModelListener> listeners) {
    this.engine = engine;
    this.defaults = defaults;
    this.listeners = listeners;
  }

  /// Answers on the calling thread, which waits and calls the handler: parts of the text, then each tool call, then either
  /// the response or one error. After the handler has cancelled through its [StreamingHandle] it is not called again.
  /// Interrupting the calling thread is an error of type [dev.catena.local.error.CancelledException]; the flag is set
  /// again. An exception of the handler ends the answer and is given to its `onError`.
  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    try {
      ChatResponse response = engine.answer(request, new Handed(handler));
      if (response != null) {
        complete(response, handler);
      }
    } catch (RuntimeException e) {
      handler.onError(e);
    }
  }

  private static void complete(ChatResponse response, StreamingChatResponseHandler handler) {
    List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
    for (int i = 0; i < calls.size(); i++) {
      handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
    }
    handler.onCompleteResponse(response);
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return defaults;
  }

  @Override
  public List<ChatModelListener> listeners() {
    return listeners;
  }

  @Override
  public ModelProvider provider() {
    return ModelProvider.OTHER;
  }

  private static final class Handed implements Output, StreamingHandle {

    private final StreamingChatResponseHandler handler;
    private final PartialResponseContext context = new PartialResponseContext(this);
    private volatile boolean cancelled;

    Handed(StreamingChatResponseHandler handler) {
      this.handler = handler;
    }

    @Override
    public void text(String part) {
      handler.onPartialResponse(new PartialResponse(part), context);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
