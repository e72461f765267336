package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiTest {
  private static final String QUESTION = "How long may goods be returned?";

  @TempDir private Path folder;
  @TempDir private Path home;

  private final OpenAiStub server = new OpenAiStub();

  @BeforeEach
  void document() throws IOException {
    Files.writeString(folder.resolve("returns.md"), "# Returns\n\nGoods may be returned within 30 days.\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Ended ask(Map<String, String> environment, String... more) {
    String[] arguments = {"ask", "--docs", folder.toString(), "--model", "openai:stub", QUESTION};
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return new Shell(home, environment).run(all);
  }

  @Test
  void ask_answerInPieces_isShownWithItsCitation() {
    server.answers("Goods may be returned ", "within 30 days.");
    Shell.Ended ended = ask(server.environment());
    assertThat(ended.status()).isEqualTo(Catena.ANSWERED);
    assertThat(ended.out())
        .isEqualTo("Goods may be returned within 30 days.%n[1] returns.md: «Goods may be returned within 30 days.»%n".formatted());
    assertThat(ended.complaints()).isEmpty();
  }

  @Test
  void ask_json_holdsTextCitationsAndUsage() {
    server.answers("Goods may be returned ", "within 30 days.");
    var report = ask(server.environment(), "--json").json();
    assertThat(report.at("/outcome").asText()).isEqualTo("answered");
    assertThat(report.at("/text").asText()).isEqualTo("Goods may be returned within 30 days.");
    assertThat(report.at("/citations/0/document").asText()).isEqualTo("returns.md");
    assertThat(report.at("/usage").toString()).isEqualTo("{\"inputTokens\":120,\"outputTokens\":9,\"cachedTokens\":64}");
    assertThat(report.at("/timings/prefillTokens").asInt()).isEqualTo(120 - 64);
    assertThat(report.at("/declined").isBoolean()).isTrue();
    assertThat(report.at("/declined").asBoolean()).isFalse();
    assertThat(report.has("reason") || report.has("passages")).isFalse();
  }

  @Test
  void ask_key_isSentAsTheBearer() {
    server.answers("Within 30 days.");
    ask(server.environment());
    assertThat(server.requests()).singleElement().extracting(request -> request.getHeader("Authorization")).isEqualTo("Bearer " + OpenAiStub.KEY);
  }

  @Test
  void ask_toolCall_isMadeShownAndAnswered() {
    server.calls("calculate", "{\"expression\": \"2340 * 0.175\"}").answers("It is 409.5.");
    Shell.Ended ended = ask(server.environment(), "--json");
    var call = ended.json().at("/toolCalls/0");
    assertThat(call.at("/name").asText()).isEqualTo("calculate");
    assertThat(call.at("/arguments/expression").asText()).isEqualTo("2340 * 0.175");
    assertThat(call.at("/result").asText()).contains("409.5");
    assertThat(ended.json().at("/text").asText()).isEqualTo("It is 409.5.");
    assertThat(ended.json().at("/usage/inputTokens").asInt()).isEqualTo(240);
    assertThat(ended.json().at("/timings/prefillTokens").asInt()).isEqualTo(2 * (120 - 64));
    assertThat(ended.err().lines().filter(line -> line.startsWith("calculate ")))
        .containsExactly("calculate {\"expression\": \"2340 * 0.175\"} → 409.5");
    assertThat(server.requests().getLast().getBodyAsString()).contains("\"role\" : \"tool\"").contains("409.5");
  }

  @Test
  void ask_toolCallThatFails_isOneShortLine() {
    server.calls("calculate", "{\"expression\": \"1 / 0" + " + 1".repeat(100) + "\"}").answers("That has no result.");
    Shell.Ended ended = ask(server.environment());
    assertThat(ended.err().lines().filter(line -> line.startsWith("calculate ")))
        .singleElement()
        .asString()
        .contains("…", " → failed: ")
        .hasSizeLessThan(300);
  }

  @Test
  void ask_keyRefused_failsInOneLineWithoutTheKey() {
    server.refuses(401, "Incorrect key: " + OpenAiStub.KEY + ".");
    Shell.Ended ended = ask(server.environment(), "--json");
    assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
    assertThat(ended.json().at("/outcome").asText()).isEqualTo("failed");
    assertThat(ended.json().at("/reason").asText()).isEqualTo("model-failed");
    assertThat(ended.complaints()).singleElement().asString().contains("Incorrect key");
    assertThat(ended.out() + ended.err()).doesNotContain(OpenAiStub.KEY);
  }

  @Test
  void ask_nobodyListens_failsInOneLineThatNamesTheAddress() {
    Shell.Ended ended = ask(Map.of("OPENAI_API_KEY", OpenAiStub.KEY, "OPENAI_BASE_URL", "http://127.0.0.1:1/v1"), "--json");
    assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
    assertThat(ended.json().at("/reason").asText()).isEqualTo("model-failed");
    assertThat(ended.complaints()).singleElement().asString().contains("http://127.0.0.1:1/v1").contains("OPENAI_BASE_URL");
    assertThat(ended.out() + ended.err()).doesNotContain(OpenAiStub.KEY);
  }

  @Test
  void ask_noKey_isWrongUsageThatNamesTheVariable() {
    Shell.Ended ended = ask(Map.of(), "--json");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.json().at("/reason").asText()).isEqualTo("usage");
    assertThat(ended.complaints()).singleElement().asString().contains("OPENAI_API_KEY").contains("OPENAI_BASE_URL");
  }

  @Test
  void ask_serverWithoutKeys_needsNone() {
    server.answers("Goods may be returned within 30 days.");
    assertThat(ask(Map.of("OPENAI_BASE_URL", server.environment().getOrDefault("OPENAI_BASE_URL", ""))).status())
        .isEqualTo(Catena.ANSWERED);
  }

  @Test
  void ask_noName_isWrongUsage() {
    Shell.Ended ended = new Shell(home, server.environment()).run("ask", "--docs", folder.toString(), "--model", "openai:", QUESTION);
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("type: --model openai:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080/v1", "ftp://here/v1", "http://", "http://a b/v1"})
  void ask_addressThatIsNone_isWrongUsage(String url) {
    Shell.Ended ended = ask(Map.of("OPENAI_API_KEY", OpenAiStub.KEY, "OPENAI_BASE_URL", url));
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("OPENAI_BASE_URL").contains(url);
  }
}
