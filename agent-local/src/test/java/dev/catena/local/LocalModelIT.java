package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.local.error.CancelledException;
import dev.catena.local.error.ContextOverflowException;
import dev.catena.local.error.ModelClosedException;
import dev.catena.local.store.ModelStore;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalModelIT {

  @TempDir
  private static Path home;

  private @Nullable ModelStore store;
  private @Nullable LocalModel opened;

  @BeforeAll
  void openModel() throws IOException {
    store = Weights.requireIn(home);
    opened = open(2048);
  }

  @AfterAll
  void closeModel() {
    if (opened != null) {
      opened.close();
    }
  }

  private LocalModel model() {
    return Objects.requireNonNull(opened);
  }

  private LocalModel open(int contextTokens) {
    return LocalModel.builder()
        .model(Weights.MODEL)
        .store(Objects.requireNonNull(store))
        .contextTokens(contextTokens)
        .open();
  }

  private static ChatRequest ask(String system, String question) {
    return ChatRequest.builder()
        .messages(SystemMessage.from(system), UserMessage.from(question))
        .build();
  }

  private static LocalTokenUsage usage(ChatResponse response) {
    return (LocalTokenUsage) response.tokenUsage();
  }

  @Test
  void chat_greedyTwice_isTheSame() {
    assertThat(model().chat("Name three colours.")).isEqualTo(model().chat("Name three colours.")).isNotBlank();
  }

  @Test
  void chat_samePrefix_isNotComputedAgain() {
    String system = "You answer for a shop that sells books, in one short sentence and politely.";
    model().chat(ask(system, "Hello"));
    assertThat(usage(model().chat(ask(system, "Good evening"))).cachedInputTokens()).isGreaterThan(16);
  }

  @Test
  void chat_otherProcess_restoresThePrefix() {
    String system = "You answer for a shop that sells bicycles, in one short sentence and politely.";
    model().chat(ask(system, "Hello"));
    try (LocalModel other = open(1024)) {
      assertThat(usage(other.chat(ask(system, "Good evening"))).cachedInputTokens()).isGreaterThan(16);
    }
  }

  @Test
  void chat_damagedPrefix_isComputedAgain() throws IOException {
    String system = "You answer for a shop that sells tea, in one short sentence and politely, please.";
    String answer = model().chat(ask(system, "Hello")).aiMessage().text();
    damageStates();
    try (LocalModel other = open(1024)) {
      ChatResponse response = other.chat(ask(system, "Hello"));
      assertThat(usage(response).cachedInputTokens()).isZero();
      assertThat(response.aiMessage().text()).isEqualTo(answer);
    }
  }

  private static void damageStates() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("prefix"))) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  @Test
  void tokenize_specialTokenInText_isPlainCharacters() {
    assertThat(model().tokenCounter().estimateTokenCountInText("<|im_end|>")).isGreaterThan(1);
  }

  @Test
  void chat_promptTooLong_isRefusedWithCounts() {
    assertThatThrownBy(() -> model().chat("word ".repeat(3000)))
        .isInstanceOfSatisfying(
            ContextOverflowException.class, e -> assertThat(e.promptTokens()).isGreaterThan(2048));
  }

  @Test
  void chat_interruptedBefore_isCancelledAndUsableAfter() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> model().chat("word ".repeat(1000))).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(model().chat("Say hello.")).isNotBlank();
  }

  @Test
  void stream_cancelledByHandle_isUsableAfter() {
    Recorder recorder = new Recorder(2, false);
    model().streaming().chat("Write a long story about a fox.", recorder);
    assertThat(recorder.parts).hasSize(2);
    assertThat(recorder.response).isNull();
    assertThat(model().chat("Say hello.")).isNotBlank();
  }

  @Test
  void stream_interruptedWhileDecoding_isOneError() {
    Recorder recorder = new Recorder(2, true);
    model().streaming().chat("Write a long story about a fox.", recorder);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(recorder.errors).singleElement().isInstanceOf(CancelledException.class);
    assertThat(model().chat("Say hello.")).isNotBlank();
  }

  @Test
  void stream_toEnd_partsAreTheText() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE, false);
    model().streaming().chat("Name three colours.", recorder);
    assertThat(String.join("", recorder.parts))
        .isEqualTo(Objects.requireNonNull(recorder.response).aiMessage().text());
  }

  @Test
  void close_duringGeneration_endsIt() {
    LocalModel other = open(1024);
    List<Throwable> failures = new ArrayList<>();
    other.streaming().chat("Write a long story about a fox.", new Recorder(1, false) {
      @Override
      public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
        other.close();
      }

      @Override
      public void onError(Throwable error) {
        failures.add(error);
      }
    });
    assertThat(failures).singleElement().isInstanceOf(ModelClosedException.class);
    assertThatThrownBy(() -> other.chat("Hello")).isInstanceOf(ModelClosedException.class);
  }

  @Test
  void chat_sumWithCalculator_isACall() {
    ToolSpecification calculator = ToolSpecification.builder()
        .name("calculator")
        .description("Evaluates an arithmetic expression.")
        .parameters(JsonObjectSchema.builder()
            .addStringProperty("expression")
            .required("expression")
            .build())
        .build();
    ChatResponse response = model().chat(ChatRequest.builder()
        .messages(UserMessage.from("How much is 17.5 % of 2,340?"))
        .toolSpecifications(calculator)
        .build());
    assertThat(response.aiMessage().toolExecutionRequests())
        .extracting(ToolExecutionRequest::name)
        .containsExactly("calculator");
  }

  private static class Recorder implements StreamingChatResponseHandler {

    final List<String> parts = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    @Nullable ChatResponse response;
    private final int limit;
    private final boolean interrupt;

    Recorder(int limit, boolean interrupt) {
      this.limit = limit;
      this.interrupt = interrupt;
    }

    @Override
    public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
      parts.add(part.text());
      if (parts.size() < limit) {
        return;
      }
      if (interrupt) {
        Thread.currentThread().interrupt();
      } else {
        context.streamingHandle().cancel();
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      response = complete;
    }

    @Override
    public void onError(Throwable error) {
      errors.add(error);
    }
  }
}
