package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LikelihoodsIT {
  private static final ToolSpecification WEATHER =
      ToolSpecification.builder()
          .name("weather")
          .description("Tells the weather in a town")
          .parameters(JsonObjectSchema.builder().addStringProperty("town").required("town").build())
          .build();

  private @Nullable LocalModel opened;

  @BeforeAll
  void openModel() {
    opened = LocalModel.builder().model(Weights.MODEL).store(Weights.require()).contextTokens(2048).open();
  }

  @AfterAll
  void closeModel() {
    if (opened != null) {
      opened.close();
    }
  }

  private Likelihoods likelihoods() {
    return Objects.requireNonNull(opened).likelihoods();
  }

  @Test
  void yes_conversationAlwaysSaidIt_isLikelierThanWhereItSaidNo() {
    double yes = likelihoods().yes(after("yes")).probability();
    double no = likelihoods().yes(after("no")).probability();
    assertThat(yes).isGreaterThan(no);
  }

  /// A conversation in which every question had the same answer: the smallest model goes on with that.
  private static ChatRequest after(String answer) {
    List<ChatMessage> messages = new ArrayList<>();
    for (String colour : List.of("red", "blue", "green", "white", "black")) {
      messages.add(UserMessage.from("Is it " + colour + "? Answer only yes or no."));
      messages.add(AiMessage.from(answer));
    }
    messages.removeLast();
    return ChatRequest.builder().messages(messages).build();
  }

  @Test
  void call_conversationAlwaysCalled_isLikelierThanWhereItTalked() {
    ToolExecutionRequest call =
        ToolExecutionRequest.builder().id("1").name("weather").arguments("{\"town\":\"Rome\"}").build();
    double called =
        likelihoods()
            .call(
                withTool(
                    UserMessage.from("What is the weather in Rome?"),
                    AiMessage.from(List.of(call)),
                    ToolExecutionResultMessage.from(call, "Sunny."),
                    AiMessage.from("It is sunny."),
                    UserMessage.from("What is the weather in Oslo?")))
            .probability();
    double talked =
        likelihoods()
            .call(
                withTool(
                    UserMessage.from("Hello"),
                    AiMessage.from("Hello!"),
                    UserMessage.from("How are you?"),
                    AiMessage.from("I am fine."),
                    UserMessage.from("Good. And your friend?")))
            .probability();
    assertThat(called).isGreaterThan(talked);
  }

  @Test
  void call_answerAfterwards_doesNotReadThePromptAgain() {
    ChatRequest request = withTool(UserMessage.from("What is the weather in the old town of Rome today, in the afternoon?"));
    Likelihoods.Likelihood asked = likelihoods().call(request);
    var usage = (LocalTokenUsage) Objects.requireNonNull(opened).chat(request).tokenUsage();
    assertThat(asked.usage().outputTokenCount()).isZero();
    assertThat(usage.cachedInputTokens()).isEqualTo(asked.usage().inputTokenCount() - 1);
  }

  @Test
  void call_noTools_isRefused() {
    assertThatThrownBy(() -> likelihoods().call(plain("Hello")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offers no tools");
  }

  private static ChatRequest plain(String text) {
    return ChatRequest.builder().messages(UserMessage.from(text)).build();
  }

  private static ChatRequest withTool(ChatMessage... messages) {
    return ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build();
  }
}
