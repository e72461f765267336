package dev.catena.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {
  private static ChatRequest request(String text) {
    return ChatRequest.builder().messages(UserMessage.from(text)).build();
  }

  @Test
  void chat_scriptOfTexts_answersInOrder() {
    ScriptedModel model = ScriptedModel.of("one", "two");

    assertThat(model.chat("a")).isEqualTo("one");
    assertThat(model.chat("b")).isEqualTo("two");
    model.assertFinished();
  }

  @Test
  void chat_text_hasUsageAndStops() {
    ChatResponse response = ScriptedModel.of("12345678").chat(request("a"));

    assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(2);
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void chat_calls_getIdsOverAllReplies() {
    ToolExecutionRequest call = ToolExecutionRequest.builder().name("t").arguments("{}").build();
    ScriptedModel model = ScriptedModel.of(Reply.calls(call, call), Reply.call("t", "{}"));

    ChatResponse first = model.chat(request("a"));
    ChatResponse second = model.chat(request("b"));

    assertThat(first.aiMessage().toolExecutionRequests()).extracting(ToolExecutionRequest::id).containsExactly("call-1", "call-2");
    assertThat(second.aiMessage().toolExecutionRequests()).extracting(ToolExecutionRequest::id).containsExactly("call-3");
    assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
  }

  @Test
  void chat_beyondScript_failsNamingTheRequest() {
    ScriptedModel model = ScriptedModel.of("one");
    model.chat("a");

    assertThatThrownBy(() -> model.chat("where is my parcel?"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("request 2")
        .hasMessageContaining("where is my parcel?");
  }

  @Test
  void assertFinished_overrunThatWasSwallowed_failsAgain() {
    ScriptedModel model = ScriptedModel.of(new Reply[0]);
    assertThatThrownBy(() -> model.chat("a")).isInstanceOf(AssertionError.class);

    assertThatThrownBy(model::assertFinished).isInstanceOf(AssertionError.class).hasMessageContaining("request 1");
  }

  @Test
  void assertFinished_repliesLeft_fails() {
    ScriptedModel model = ScriptedModel.of("one", "two");
    model.chat("a");

    assertThatThrownBy(model::assertFinished).isInstanceOf(AssertionError.class).hasMessageContaining("only 1 requests");
  }

  @Test
  void chat_function_seesTheRequest() {
    ScriptedModel model = ScriptedModel.from(request -> Reply.text("seen " + request.messages().size()));

    assertThat(model.chat("a")).isEqualTo("seen 1");
    assertThat(model.requests()).hasSize(1);
  }

  @Test
  void chat_failure_throwsIt() {
    IllegalStateException error = new IllegalStateException("overloaded");

    assertThatThrownBy(() -> ScriptedModel.of(Reply.failure(error)).chat("a")).isSameAs(error);
  }

  @Test
  void chat_waitingAndInterrupted_isCancelledAndStaysInterrupted() {
    ScriptedModel model = ScriptedModel.of(Reply.waiting());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> model.chat("a")).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
