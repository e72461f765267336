package dev.catena.testkit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What both scripted models share: the script, how far it got, and the requests that came. Safe for use by many threads.
final class Script {
  private static final int CHARS_PER_TOKEN = 4;
  private static final int LONGEST_REQUEST = 2_000;

  private final Object lock = new Object();
  private final @Nullable Function<ChatRequest, Reply> answers;
  private final List<Reply> replies;
  // guarded by lock
  private final List<ChatRequest> requests = new ArrayList<>();
  private int calls;
  private @Nullable AssertionError overrun;

  Script(List<Reply> replies) {
    this.replies = List.copyOf(replies);
    answers = null;
  }

  Script(Function<ChatRequest, Reply> answers) {
    replies = List.of();
    this.answers = answers;
  }

  /// Records the request and says what to do about it.
  ///
  /// @throws AssertionError if the script has no further reply
  Reply next(ChatRequest request) {
    int index;
    synchronized (lock) {
      index = requests.size();
      requests.add(request);
      if (answers == null && index >= replies.size()) {
        AssertionError error =
            new AssertionError("the script has %d replies; this is request %d: %s".formatted(replies.size(), index + 1, shown(request)));
        overrun = overrun == null ? error : overrun;
        throw error;
      }
    }
    return answers == null ? replies.get(index) : answers.apply(request);
  }

  List<ChatRequest> requests() {
    synchronized (lock) {
      return List.copyOf(requests);
    }
  }

  void assertFinished() {
    synchronized (lock) {
      if (overrun != null) {
        throw new AssertionError(overrun.getMessage(), overrun);
      }
      if (requests.size() < replies.size()) {
        throw new AssertionError(
            "the script has %d replies, but only %d requests came; the next reply is %s"
                .formatted(replies.size(), requests.size(), replies.get(requests.size())));
      }
    }
  }

  /// The whole response for a message, with token counts of a quarter of the characters.
  ChatResponse complete(ChatRequest request, AiMessage message) {
    AiMessage named = withIds(message);
    return ChatResponse.builder()
        .aiMessage(named)
        .modelName("scripted")
        .tokenUsage(new TokenUsage(tokens(request.messages().toString()), tokens(String.valueOf(named.text()))))
        .finishReason(named.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
        .build();
  }

  private AiMessage withIds(AiMessage message) {
    List<ToolExecutionRequest> named =
        message.toolExecutionRequests().stream().map(call -> call.id() == null ? call.toBuilder().id(nextId()).build() : call).toList();
    return message.toBuilder().toolExecutionRequests(named).build();
  }

  private String nextId() {
    synchronized (lock) {
      return "call-" + ++calls;
    }
  }

  private static int tokens(String text) {
    return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  private static String shown(ChatRequest request) {
    String text = request.messages().toString();
    return text.length() <= LONGEST_REQUEST ? text : "…" + text.substring(text.length() - LONGEST_REQUEST);
  }

  /// Waits until this thread is interrupted, leaves it so, and returns what the caller is to get.
  static CancellationException awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("a latch that nobody counts down was opened");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CancellationException("interrupted while the scripted model was asked to wait");
    }
  }
}
