package dev.catena.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedStreamingModelTest {
  private final Recorder recorder = new Recorder();

  @Test
  void chat_text_comesInPiecesThenWhole() {
    ScriptedStreamingModel.of("Hello 世界😀!").chat("a", recorder);

    assertThat(recorder.events).containsExactly("piece Hell", "piece o 世界", "piece 😀!", "response Hello 世界😀!");
  }

  @Test
  void chat_call_isAnnouncedBeforeTheResponse() {
    ScriptedStreamingModel.of(Reply.call("clock", "{}")).chat("a", recorder);

    assertThat(recorder.events).containsExactly("call 0 clock call-1", "response null");
  }

  @Test
  void chat_failureAfterText_streamsThenFails() {
    ScriptedStreamingModel.of(Reply.failureAfter("Hell", new IllegalStateException("cut"))).chat("a", recorder);

    assertThat(recorder.events).containsExactly("piece Hell", "error IllegalStateException");
  }

  @Test
  void chat_silenceAfterText_returnsWithoutEnd() {
    ScriptedStreamingModel.of(Reply.silenceAfter("Hell")).chat("a", recorder);

    assertThat(recorder.events).containsExactly("piece Hell");
  }

  @Test
  void chat_waitingAfterTextAndInterrupted_isCancelled() {
    recorder.interruptAtPiece = true;

    ScriptedStreamingModel.of(Reply.waitingAfter("Hell")).chat("a", recorder);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(recorder.events).containsExactly("piece Hell", "error CancellationException");
  }

  @Test
  void chat_interruptedBetweenPieces_stops() {
    recorder.interruptAtPiece = true;

    ScriptedStreamingModel.of("Hello world").chat("a", recorder);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(recorder.events).containsExactly("piece Hell", "error CancellationException");
  }

  @Test
  void chat_handleCancelled_nothingMoreComes() {
    recorder.cancelAtPiece = true;

    ScriptedStreamingModel.of("Hello world").chat("a", recorder);

    assertThat(recorder.events).containsExactly("piece Hell");
  }

  @Test
  void chat_beyondScript_throwsInsteadOfCallingTheHandler() {
    ScriptedStreamingModel model = ScriptedStreamingModel.of(new Reply[0]);

    assertThatThrownBy(() -> model.chat("a", recorder)).isInstanceOf(AssertionError.class);
    assertThat(recorder.events).isEmpty();
    assertThatThrownBy(model::assertFinished).isInstanceOf(AssertionError.class);
  }

  private static final class Recorder implements StreamingChatResponseHandler {
    final List<String> events = new ArrayList<>();
    boolean cancelAtPiece;
    boolean interruptAtPiece;

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      events.add("piece " + piece.text());
      if (cancelAtPiece) {
        context.streamingHandle().cancel();
      }
      if (interruptAtPiece) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
      events.add("call %d %s %s".formatted(call.index(), call.toolExecutionRequest().name(), call.toolExecutionRequest().id()));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      events.add("response " + response.aiMessage().text());
    }

    @Override
    public void onError(Throwable error) {
      events.add("error " + error.getClass().getSimpleName());
    }
  }
}
