package dev.catena.agent;

import dev.catena.run.LiveEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a [ChatModel]; its text is shown in one piece.
record BlockingCall(ChatModel chat, String model) implements ModelCall {
  @Override
  public ChatResponse ask(ChatRequest request, Consumer<LiveEvent> show) throws InterruptedException {
    ChatResponse response;
    try {
      response = chat.chat(request);
    } catch (RuntimeException e) {
      throw Interrupts.unwrap(e);
    }
    @Nullable String text = response.aiMessage().text();
    if (text != null && !text.isEmpty()) {
      show.accept(new Shown.Text(text));
    }
    return response;
  }
}
