package dev.catena.samples.command;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A server with the OpenAI protocol that answers what a test wrote down, one answer for each request.
final class OpenAiStub implements AutoCloseable {
  /// A key that looks like nobody's, so that no pattern of known keys hides it.
  static final String KEY = "open-sesame-4711";

  private static final String PATH = "/v1/chat/completions";

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  private int answers;

  OpenAiStub() {
    server.start();
  }

  Map<String, String> environment() {
    return Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", server.baseUrl() + "/v1");
  }

  /// Streams these pieces, and then the usage: 120 tokens read, 64 of them from a cache, and 9 written.
  OpenAiStub answers(String... pieces) {
    String deltas = List.of(pieces).stream().map(piece -> delta("{\"content\":\"" + piece + "\"}")).collect(Collectors.joining());
    return responds(stream(deltas + end("stop")));
  }

  OpenAiStub calls(String tool, String arguments) {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"call-1\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]}"
            .formatted(tool, arguments.replace("\"", "\\\""));
    return responds(stream(delta(call) + end("tool_calls")));
  }

  OpenAiStub refuses(int status, String message) {
    return responds(
        aResponse()
            .withStatus(status)
            .withHeader("Content-Type", "application/json")
            .withBody("{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\"}}"));
  }

  List<LoggedRequest> requests() {
    return server.findAll(postRequestedFor(urlEqualTo(PATH)));
  }

  private OpenAiStub responds(ResponseDefinitionBuilder response) {
    String before = answers == 0 ? STARTED : "after " + answers;
    answers++;
    server.stubFor(
        post(PATH).inScenario("answers").whenScenarioStateIs(before).willReturn(response).willSetStateTo("after " + answers));
    return this;
  }

  private static ResponseDefinitionBuilder stream(String events) {
    return aResponse().withHeader("Content-Type", "text/event-stream").withBody(events + "data: [DONE]\n\n");
  }

  private static String delta(String delta) {
    return chunk("\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]");
  }

  private static String end(String reason) {
    return chunk("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]")
        + chunk(
            "\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":9,\"total_tokens\":129,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":64}}");
  }

  private static String chunk(String fields) {
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"stub-1\"," + fields + "}\n\n";
  }

  @Override
  public void close() {
    server.stop();
  }
}
