package dev.catena.local.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallJsonTest {

  private static String write(@Nullable String arguments) {
    return CallJson.write(ToolExecutionRequest.builder().name("f").arguments(arguments).build());
  }

  @Test
  void write_arguments_areAnObject() {
    assertThat(write("{ \"a\" : 1 }")).isEqualTo("{\"name\":\"f\",\"arguments\":{\"a\":1}}");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "no JSON", "{\"a\": "})
  void write_noArguments_areAnEmptyObject(@Nullable String arguments) {
    assertThat(write(arguments)).isEqualTo("{\"name\":\"f\",\"arguments\":{}}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
    "{'name': 'f', 'arguments': {'a': 1}}; {\"a\":1}",
    "{\"name\": \"f\", \"arguments\": {\"a\": 1,},}; {\"a\":1}",
    "{\"name\": \"f\", \"parameters\": {}}; {}",
    "{\"name\": \"f\", \"arguments\": \"{}\"}; {}",
    "{\"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": {}}}; {}",
    "{{\"name\": \"f\", \"arguments\": {{\"a\": \"{{x}}\"}}}}; {\"a\":\"{{x}}\"}"
  })
  void read_tolerated_isACall(String text, String arguments) {
    assertThat(CallJson.read(text)).containsExactly(new CallJson.Call("f", arguments));
  }

  @Test
  void read_lineBreakInAString_isACall() {
    assertThat(CallJson.read("{\"name\": \"f\", \"arguments\": {\"a\": \"1\n2\"}}"))
        .containsExactly(new CallJson.Call("f", "{\"a\":\"1\\n2\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "null",
        "7",
        "[]",
        "{}",
        "{\"name\": \"f\"}",
        "{\"name\": 7, \"arguments\": {}}",
        "{\"name\": \"f\", \"arguments\": 7}",
        "{\"name\": \"f\", \"arguments\": [1]}",
        "{\"name\": \"f\", \"arguments\": \"no JSON\"}",
        "{\"name\": \"f\", \"arguments\": {}} and more",
        "[{\"name\": \"f\", \"arguments\": {}}, {\"total\": 3}]"
      })
  void read_anythingElse_isNoCall(String text) {
    assertThat(CallJson.read(text)).isEmpty();
  }

  @Test
  void read_nestedTooDeep_isNoCall() {
    assertThat(CallJson.read("{\"name\": \"f\", \"arguments\": " + "{\"a\": ".repeat(100_000))).isEmpty();
  }
}
