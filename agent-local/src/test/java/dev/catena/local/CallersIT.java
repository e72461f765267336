package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.catena.local.error.CancelledException;
import dev.catena.local.error.ModelClosedException;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several threads and one model.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallersIT {

  private static final int TOKENIZERS = 3;

  @TempDir
  private Path home;

  private @Nullable LocalModel opened;

  @BeforeEach
  void openModel() throws IOException {
    opened = LocalModel.builder().model(Weights.MODEL).store(Weights.requireIn(home)).contextTokens(2048).open();
  }

  @AfterEach
  void closeModel() {
    if (opened != null) {
      opened.close();
    }
  }

  private LocalModel model() {
    return Objects.requireNonNull(opened);
  }

  private ChatResponse ask(String question) {
    return model().chat(ChatRequest.builder().messages(UserMessage.from(question)).maxOutputTokens(8).build());
  }

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }

  @Test
  void chat_interruptedWhileItReads_isCutShortAndTheModelAnswersAfter() {
    String beginning = "word ".repeat(500);
    FutureTask<ChatResponse> chat = new FutureTask<>(() -> ask(beginning + "word ".repeat(1300)));
    Thread caller = start(chat);
    await().until(() -> caller.getState() == Thread.State.WAITING);
    caller.interrupt();
    assertThatThrownBy(chat::get).hasCauseInstanceOf(CancelledException.class);
    ChatResponse after = ask(beginning);
    assertThat(after.aiMessage().text()).isNotBlank();
    assertThat(((LocalTokenUsage) after.tokenUsage()).cachedInputTokens())
        .as("tokens read before the interrupt")
        .isLessThan(500);
  }

  @Test
  void chat_twoCallersAtOnce_getTheAnswersTheyGetAlone() throws Exception {
    List<String> questions =
        List.of("What is the capital of France? One word.", "Which colour has a ripe banana? One word.");
    List<String> alone = questions.stream().map(question -> ask(question).aiMessage().text()).toList();
    List<FutureTask<String>> both =
        questions.stream().map(question -> new FutureTask<>(() -> ask(question).aiMessage().text())).toList();
    both.forEach(CallersIT::start);
    assertThat(List.of(both.getFirst().get(), both.getLast().get())).isEqualTo(alone).doesNotHaveDuplicates();
  }

  @Test
  void tokenize_whileTheModelCloses_isRefusedWithTheReason() throws Exception {
    CountDownLatch begun = new CountDownLatch(TOKENIZERS);
    List<FutureTask<Integer>> tokenizers =
        Stream.generate(() -> new FutureTask<>(() -> tokenizeForEver(begun))).limit(TOKENIZERS).toList();
    tokenizers.forEach(CallersIT::start);
    begun.await();
    model().close();
    assertThat(tokenizers).allSatisfy(tokenizer -> assertThatThrownBy(tokenizer::get)
        .hasCauseInstanceOf(ModelClosedException.class)
        .hasMessageContaining("is closed"));
  }

  private int tokenizeForEver(CountDownLatch begun) {
    int count = model().tokenCounter().estimateTokenCountInText("one two three");
    begun.countDown();
    while (true) {
      assertThat(model().tokenCounter().estimateTokenCountInText("one two three")).isEqualTo(count);
    }
  }
}
