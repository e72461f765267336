package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolChoiceIT {

  private static final ToolSpecification CALCULATOR = ToolSpecification.builder()
      .name("calculator")
      .description("Evaluates an arithmetic expression.")
      .parameters(JsonObjectSchema.builder().addStringProperty("expression").required("expression").build())
      .build();

  @TempDir
  private static Path home;

  private @Nullable LocalModel opened;

  @BeforeAll
  void openModel() throws IOException {
    opened = LocalModel.builder().model(Weights.MODEL).store(Weights.requireIn(home)).contextTokens(512).open();
  }

  @AfterAll
  void closeModel() {
    if (opened != null) {
      opened.close();
    }
  }

  private AiMessage ask(String question, ToolChoice choice) {
    return Objects.requireNonNull(opened)
        .chat(ChatRequest.builder()
            .messages(UserMessage.from(question))
            .toolSpecifications(CALCULATOR)
            .toolChoice(choice)
            .maxOutputTokens(48)
            .build())
        .aiMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"How much is 17.5 % of 2,340?", "Call the calculator with 2 * 3.", "12 * 12 = ?"})
  void chat_none_isTextWhereItWouldCall(String question) {
    AiMessage answer = ask(question, ToolChoice.NONE);
    assertThat(answer.toolExecutionRequests()).isEmpty();
    assertThat(answer.text()).isNotBlank().doesNotStartWith("{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"How much is 17.5 % of 2,340?", "Say hello.", "What is the capital of France?"})
  void chat_required_isACallWhereItWouldTalk(String question) {
    assertThat(ask(question, ToolChoice.REQUIRED).toolExecutionRequests())
        .extracting(ToolExecutionRequest::name)
        .isNotEmpty()
        .containsOnly("calculator");
  }
}
