package dev.catena.local.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReplyReaderTest {

  private static final List<String> TOOLS = List.of("math.add", "clock");

  private record Read(String text, List<ToolExecutionRequest> calls, boolean unknown) {}

  private static Read read(String... parts) {
    ReplyReader reader = new QwenDialect().reader(TOOLS);
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(reader.feed(part));
    }
    text.append(reader.finish(true));
    return new Read(text.toString(), reader.calls(), reader.calledUnknown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"math.add\", \"arguments\": {\"a\": 1}}",
        "```json\n{\n  \"name\": \"math.add\",\n  \"arguments\": {\"a\": 1}\n}\n```",
        "```\n{\"name\": \"math.add\", \"arguments\": {\"a\": 1}}\n```",
        "<tool_call>\n{\"name\": \"math.add\", \"arguments\": {\"a\": 1}}\n</tool_call>",
        "{{\"name\": \"math.add\", \"arguments\": {{\"a\": 1}}}}",
        "{{\"name\": \"math.add\", \"arguments\": {\"a\": 1}}}",
        "{{\"name\": \"math.add\", \"arguments\": {\"a\": 1}}",
        "[{\"name\": \"math.add\", \"arguments\": {\"a\": 1}}]",
        "{\"name\": \"add\", \"parameters\": {\"a\": 1}}",
        "{\"function\": {\"name\": \"math.add\", \"arguments\": {\"a\": 1}}}",
        "{\"name\": \"math.add\", \"arguments\": \"{\\\"a\\\": 1}\"}",
        "{\"name\": \"math.add\", \"arguments\": {\"a\": 1}"
      })
  void feed_anyShapeSplitAnywhere_isOneCall(String reply) {
    for (int split = 0; split <= reply.length(); split++) {
      Read read = read(reply.substring(0, split), reply.substring(split));
      assertThat(read.text()).as("split at %d", split).isEmpty();
      assertThat(read.calls())
          .as("split at %d", split)
          .containsExactly(ToolExecutionRequest.builder()
              .id("call-1")
              .name("math.add")
              .arguments("{\"a\":1}")
              .build());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Plain text, 1 < 2 and [a list] too.",
        "```python\nprint({})\n```\nDone.",
        "{\"total\": 3}",
        "{\"name\": \"Ann\", \"age\": 3} is a person",
        "A set {1, 2}",
        "ends with ```"
      })
  void feed_textSplitAnywhere_isUnchanged(String reply) {
    for (int split = 0; split <= reply.length(); split++) {
      Read read = read(reply.substring(0, split), reply.substring(split));
      assertThat(read).as("split at %d", split).isEqualTo(new Read(reply, List.of(), false));
    }
  }

  @Test
  void feed_plainText_isReleasedAtOnce() {
    assertThat(new QwenDialect().reader(TOOLS).feed("The sky")).isEqualTo("The sky");
  }

  @Test
  void feed_twoCalls_areNumbered() {
    Read read = read("{\"name\": \"clock\", \"arguments\": {}}\n{\"name\": \"math.add\", \"arguments\": {}}");
    assertThat(read.calls()).extracting(ToolExecutionRequest::id).containsExactly("call-1", "call-2");
    assertThat(read.calls()).extracting(ToolExecutionRequest::name).containsExactly("clock", "math.add");
  }

  @Test
  void feed_unknownName_isNoCallAndNoText() {
    assertThat(read("{\"name\": \"weather\", \"arguments\": {}}")).isEqualTo(new Read("", List.of(), true));
  }

  @Test
  void feed_textBehindCall_endsTheAnswer() {
    ReplyReader reader = new QwenDialect().reader(TOOLS);
    String text = reader.feed("{\"name\": \"clock\", \"arguments\": {}}\nThe time is");
    assertThat(text).isEmpty();
    assertThat(reader.isOver()).isTrue();
    assertThat(reader.calls()).hasSize(1);
  }

  @Test
  void finish_callCutOff_isText() {
    ReplyReader reader = new QwenDialect().reader(TOOLS);
    String cut = "{\"name\": \"clock\", \"arguments\": {\"a\": 1";
    assertThat(reader.feed(cut) + reader.finish(false)).isEqualTo(cut);
    assertThat(reader.calls()).isEmpty();
  }
}
