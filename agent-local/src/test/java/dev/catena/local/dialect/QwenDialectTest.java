package dev.catena.local.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

class QwenDialectTest {

  private static final ToolExecutionRequest CLOCK =
      ToolExecutionRequest.builder().id("1").name("clock").arguments("{}").build();
  private static final ToolExecutionRequest ADD =
      ToolExecutionRequest.builder().id("2").name("add").arguments("{\"a\": [1, 2]}").build();

  private final QwenDialect dialect = new QwenDialect();

  @Test
  void present_tools_areALineEach() {
    String text = dialect.present(List.of(
        ToolSpecification.builder().name("clock").build(), ToolSpecification.builder().name("add").build()));
    assertThat(text).startsWith("Functions:\nclock()\nadd()\n").contains("{\"name\": <function>, \"arguments\": <object>}");
  }

  @Test
  void write_severalCalls_areALineEach() {
    assertThat(dialect.write(List.of(CLOCK, ADD)))
        .isEqualTo("{\"name\":\"clock\",\"arguments\":{}}\n{\"name\":\"add\",\"arguments\":{\"a\":[1,2]}}");
  }

  @Test
  void reader_whatItWrote_isReadBack() {
    ReplyReader reader = dialect.reader(List.of("clock", "add"));
    String text = reader.feed(dialect.write(List.of(CLOCK, ADD))) + reader.finish(true);
    assertThat(text).isEmpty();
    assertThat(reader.calls()).extracting(ToolExecutionRequest::name).containsExactly("clock", "add");
    assertThat(reader.calls()).extracting(ToolExecutionRequest::arguments).containsExactly("{}", "{\"a\":[1,2]}");
  }

  @Test
  void openings_whatItWrites_beginsWithOne() {
    assertThat(dialect.openings()).anyMatch(dialect.write(List.of(CLOCK))::startsWith);
  }
}
