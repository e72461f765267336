package dev.catena.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.JsonSequence;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnTextTest {
  private static final ToolExecutionRequest ADD = call("1", "add");
  private static final ToolExecutionRequest SHOW = call("2", "show");

  @Test
  void read_whatWasWritten_sameTurn() {
    Turn turn = turn(
        UserMessage.from("Wie viel? 多少 \u001e"),
        AiMessage.from("let me see", List.of(ADD, SHOW)),
        result(ADD, "3", false),
        result(SHOW, "no screen", true),
        AiMessage.builder().text("3").thinking("hm").attributes(Map.of("signature", "abc")).build());

    assertThat(TurnText.read("t", TurnText.write(turn))).isEqualTo(turn);
  }

  @Test
  void read_messagesThatAreNotPlain_sameTurn() {
    Turn turn = turn(
        UserMessage.builder().name("ann").contents(List.of(TextContent.from("Look"), ImageContent.from("aW1n", "image/png"))).build(),
        AiMessage.from(ADD),
        ToolExecutionResultMessage.builder().id("1").toolName("add").text("3").isError(false).attributes(Map.of("k", "v")).build(),
        AiMessage.from("3"));

    assertThat(TurnText.read("t", TurnText.write(turn))).isEqualTo(turn);
  }

  @Test
  void write_resultOfATool_inTheWordsOfItsStep() {
    Turn turn = turn(UserMessage.from("?"), AiMessage.from(ADD), result(ADD, "3", false), AiMessage.from("3"));

    assertThat(JsonSequence.texts(TurnText.write(turn))).element(2).isEqualTo("{\"text\":\"3\"}");
  }

  private static Turn turn(ChatMessage... messages) {
    return new Turn("t", List.of(messages));
  }

  private static ToolExecutionRequest call(String id, String name) {
    return ToolExecutionRequest.builder().id(id).name(name).arguments("{\"a\":1}").build();
  }

  private static ToolExecutionResultMessage result(ToolExecutionRequest call, String text, boolean failed) {
    return ToolExecutionResultMessage.builder().id(call.id()).toolName(call.name()).text(text).isError(failed).build();
  }
}
