package dev.catena.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final UserMessage QUESTION = UserMessage.from("2 + 3?");
  private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder().id("1").name("add").arguments("{}").build();
  private static final AiMessage ANSWER = AiMessage.from("5");

  @Test
  void turn_answeredCall_isWhole() {
    var turn = new Turn("1", List.of(QUESTION, AiMessage.from(CALL), ToolExecutionResultMessage.from(CALL, "5"), ANSWER));
    assertThat(turn.messages()).hasSize(4);
  }

  @Test
  void turn_unansweredCall_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Turn("1", List.of(QUESTION, AiMessage.from(CALL), ANSWER)))
        .withMessageContaining("unanswered");
  }

  @Test
  void turn_endsWithACall_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Turn("1", List.of(QUESTION, AiMessage.from(CALL))));
  }

  @Test
  void turn_withoutQuestion_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Turn("1", List.of(ANSWER, ANSWER)));
  }
}
