package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// There is no network and nothing cached, or the model file is none: what was found is shown all the same.
class NoModelTest {
  private static final String DOCUMENT = "# Returns\n\nGoods may be returned within 30 days.\n";
  private static final String HUB_MODEL = "hf:owner/repo/model.gguf";

  @TempDir private Path folder;
  @TempDir private Path home;

  @BeforeEach
  void document() throws IOException {
    Files.writeString(folder.resolve("returns.md"), DOCUMENT);
  }

  private Shell.Ended ask(String... options) {
    String[] arguments = {"ask", "--docs", folder.toString(), "How long may goods be returned?"};
    String[] all = new String[arguments.length + options.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return new Shell(home, Map.of()).run(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2.5-coder-1.5b", HUB_MODEL})
  void ask_noNetwork_saysTheWaysOutInOneLine(String model) {
    Shell.Ended ended = ask("--model", model);
    assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
    assertThat(ended.complaints())
        .singleElement()
        .asString()
        .contains(model, "the path of a GGUF file", "another source", "hf:OWNER/REPO/FILE", "CATENA_HOME");
  }

  @Test
  void ask_noNetwork_showsThePassages() {
    assertThat(ask("--model", HUB_MODEL).out()).contains("returns.md").contains("Goods may be returned within 30 days.");
  }

  @Test
  void ask_noNetworkAndJson_hasThePassagesInTheObject() {
    JsonNode report = ask("--json", "--model", HUB_MODEL).json();
    assertThat(report.at("/outcome").asText()).isEqualTo("failed");
    assertThat(report.at("/reason").asText()).isEqualTo("no-model");
    JsonNode passage = report.at("/passages/0");
    assertThat(passage.at("/document").asText()).isEqualTo("returns.md");
    assertThat(passage.at("/text").asText()).contains("30 days");
    assertThat(DOCUMENT.substring(passage.at("/start").asInt(), passage.at("/end").asInt())).isEqualTo(passage.at("/text").asText());
  }

  @Test
  void chat_noNetwork_saysTheWaysOutInOneLine() {
    Shell.Ended ended = new Shell(home, Map.of()).run("chat", "--docs", folder.toString(), "--model", HUB_MODEL);
    assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
    assertThat(ended.complaints()).singleElement().asString().contains("the path of a GGUF file");
  }

  @Test
  void ask_truncatedModel_isRefusedBeforeItIsLoaded() throws IOException {
    Path file = folder.resolve("short.gguf");
    Files.write(file, truncated());
    assertRefused(file);
  }

  @Test
  void ask_fileThatIsNoModel_isRefusedBeforeItIsLoaded() throws IOException {
    Path file = Files.writeString(folder.resolve("none.gguf"), "This is a letter to my aunt.".repeat(9));
    assertRefused(file);
  }

  private void assertRefused(Path file) {
    Shell.Ended ended = ask("--json", "--model", file.toString());
    assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
    assertThat(ended.json().at("/reason").asText()).isEqualTo("no-model");
    assertThat(ended.json().at("/passages")).isNotEmpty();
    assertThat(ended.complaints()).singleElement().asString().contains(file.toString());
    assertThat(home.resolve("natives")).doesNotExist();
  }

  /// A header that promises two tensors and one value, and ends there.
  private static byte[] truncated() {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("GGUF".getBytes(StandardCharsets.US_ASCII))
        .putInt(3)
        .putLong(2)
        .putLong(1)
        .array();
  }

  @Test
  void ask_modelAlteredInTheCache_isNotLoaded() throws IOException {
    Path model = Files.createDirectories(home.resolve("models/hf/owner/repo")).resolve("model.gguf");
    Files.writeString(model, "altered");
    Files.writeString(model.resolveSibling("model.gguf.stamp"), "0".repeat(64) + " 7 0 0 " + HUB_MODEL + "\n");
    Shell.Ended ended = ask("--json", "--model", HUB_MODEL);
    assertThat(ended.json().at("/reason").asText()).isEqualTo("no-model");
    assertThat(ended.complaints()).singleElement().asString().contains("cannot fetch " + HUB_MODEL);
  }

  @Test
  void ask_homeThatIsAFile_namesTheIndexAndTheKnob() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    Shell.Ended ended =
        new Shell(file, Map.of("OPENAI_API_KEY", "key")).run("ask", "--json", "--docs", folder.toString(), "--model", "openai:stub", "why?");
    assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
    assertThat(ended.json().at("/reason").asText()).isEqualTo("index");
    assertThat(ended.complaints()).singleElement().asString().contains(file.toString()).contains("CATENA_HOME");
  }
}
