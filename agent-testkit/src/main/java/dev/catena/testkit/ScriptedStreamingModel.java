package dev.catena.testkit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// A [StreamingChatModel] that does what a test wrote down, and fails the test when script and run part ways.
///
/// All callbacks come on the caller's thread before `chat` returns: text in pieces of [#PIECE] characters, then each tool call, then
/// the response. When the handle of a piece is cancelled, nothing more comes; when the thread is interrupted between pieces, a
/// [CancellationException] comes. Safe for use by many threads.
public final class ScriptedStreamingModel implements StreamingChatModel {
  /// How many characters (code points) a piece of text has.
  public static final int PIECE = 4;

  private final Script script;

  private ScriptedStreamingModel(Script script) {
    this.script = script;
  }

  /// A model with one reply for each request, in this order.
  public static ScriptedStreamingModel of(Reply... replies) {
    return new ScriptedStreamingModel(new Script(List.of(replies)));
  }

  /// A model that answers each request with these texts, in this order.
  public static ScriptedStreamingModel of(String... texts) {
    return new ScriptedStreamingModel(new Script(List.of(texts).stream().map(Reply::text).toList()));
  }

  /// A model whose replies are computed from the requests. The function is called by many threads when the model is.
  public static ScriptedStreamingModel from(Function<ChatRequest, Reply> answers) {
    return new ScriptedStreamingModel(new Script(answers));
  }

  /// The requests so far, in the order they came.
  public List<ChatRequest> requests() {
    return script.requests();
  }

  /// Checks that every reply was asked for, and none beyond.
  ///
  /// @throws AssertionError if not
  public void assertFinished() {
    script.assertFinished();
  }

  /// Does what the script says.
  ///
  /// @throws AssertionError if the script has no further reply
  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    Stream stream = new Stream(handler);
    switch (script.next(request)) {
      case Reply.Message reply -> stream.respond(script.complete(request, reply.message()));
      case Reply.Response reply -> stream.respond(reply.response());
      case Reply.Failure reply -> stream.fail(reply.text(), reply.error());
      case Reply.Waiting reply -> stream.stall(reply.text());
      case Reply.Silence reply -> stream.text(reply.text());
    }
  }

  /// One reply on its way to the handler.
  private static final class Stream implements StreamingHandle {
    private final StreamingChatResponseHandler handler;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    Stream(StreamingChatResponseHandler handler) {
      this.handler = handler;
    }

    void respond(ChatResponse response) {
      String text = response.aiMessage().text();
      if (!text(text == null ? "" : text)) {
        return;
      }
      List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
      for (int i = 0; i < calls.size(); i++) {
        handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
      }
      handler.onCompleteResponse(response);
    }

    void fail(String text, RuntimeException error) {
      if (text(text)) {
        handler.onError(error);
      }
    }

    void stall(String text) {
      if (text(text)) {
        handler.onError(Script.awaitInterrupt());
      }
    }

    /// Streams the text; false when that was stopped from outside.
    boolean text(String text) {
      int start = 0;
      while (start < text.length() && !cancelled.get()) {
        if (Thread.currentThread().isInterrupted()) {
          handler.onError(new CancellationException("interrupted while the scripted model was streaming"));
          return false;
        }
        int end = text.offsetByCodePoints(start, Math.min(PIECE, text.codePointCount(start, text.length())));
        handler.onPartialResponse(new PartialResponse(text.substring(start, end)), new PartialResponseContext(this));
        start = end;
      }
      return !cancelled.get();
    }

    @Override
    public void cancel() {
      cancelled.set(true);
    }

    @Override
    public boolean isCancelled() {
      return cancelled.get();
    }
  }
}
