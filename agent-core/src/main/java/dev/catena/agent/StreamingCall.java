package dev.catena.agent;

import dev.catena.run.LiveEvent;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a [StreamingChatModel] and waits for it, on the calling thread or on whichever the model likes.
record StreamingCall(StreamingChatModel chat, String model) implements ModelCall {
  @Override
  public ChatResponse ask(ChatRequest request, Consumer<LiveEvent> show) throws InterruptedException {
    Handler handler = new Handler(show);
    try {
      chat.chat(request, handler);
      return handler.response.get();
    } catch (RuntimeException e) {
      throw Interrupts.unwrap(e);
    } catch (ExecutionException e) {
      throw Interrupts.unwrap(asRuntime(e.getCause()));
    } finally {
      handler.stop();
    }
  }

  private static RuntimeException asRuntime(@Nullable Throwable error) {
    return error instanceof RuntimeException runtime ? runtime : new IllegalStateException("the stream broke: " + error, error);
  }

  /// Providers may report more than one end, and may go on after it: the first end counts, and nothing is shown after it.
  private static final class Handler implements StreamingChatResponseHandler {
    private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    private final Consumer<LiveEvent> show;
    private volatile @Nullable StreamingHandle stream;

    Handler(Consumer<LiveEvent> show) {
      this.show = show;
    }

    void stop() {
      StreamingHandle handle = stream;
      if (response.cancel(false) && handle != null) {
        handle.cancel();
      }
    }

    @Override
    public void onPartialResponse(String text) {
      if (!text.isEmpty()) {
        show(new Shown.Text(text));
      }
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
      follow(context.streamingHandle());
      onPartialResponse(partial.text());
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
      if (!partial.text().isEmpty()) {
        show(new Shown.Thinking(partial.text()));
      }
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
      follow(context.streamingHandle());
      onPartialThinking(partial);
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      response.complete(complete);
    }

    @Override
    public void onError(Throwable error) {
      response.completeExceptionally(error);
    }

    private void show(LiveEvent event) {
      if (!response.isDone()) {
        show.accept(event);
      }
    }

    /// Keeps the handle, and uses it at once when the run has stopped listening.
    private void follow(StreamingHandle handle) {
      stream = handle;
      if (response.isCancelled()) {
        handle.cancel();
      }
    }
  }
}
