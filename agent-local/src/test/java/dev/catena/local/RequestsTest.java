package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsTest {

  private static ChatRequest.Builder ask() {
    return ChatRequest.builder().messages(UserMessage.from("Hello"));
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        argumentSet("JSON", ask().responseFormat(ResponseFormat.JSON), "responseFormat = JSON"),
        argumentSet("frequency penalty", ask().frequencyPenalty(0.5), "frequencyPenalty = 0.5"),
        argumentSet("presence penalty", ask().presencePenalty(-0.5), "presencePenalty = -0.5"),
        argumentSet("another model", ask().modelName("other"), "modelName = other"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void check_impossible_isRefusedByName(ChatRequest.Builder request, String message) {
    assertThatThrownBy(() -> Requests.check(request.build(), "small"))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> possible() {
    return Stream.of(
        argumentSet("nothing", ask()),
        argumentSet("text", ask().responseFormat(ResponseFormat.TEXT)),
        argumentSet("no penalties", ask().frequencyPenalty(0.0).presencePenalty(0.0)),
        argumentSet("this model", ask().modelName("small")),
        argumentSet("sampling", ask().temperature(0.7).topK(5).topP(0.9).stopSequences(List.of("."))));
  }

  @ParameterizedTest
  @MethodSource("possible")
  void check_possible_isAccepted(ChatRequest.Builder request) {
    assertThatCode(() -> Requests.check(request.build(), "small")).doesNotThrowAnyException();
  }
}
