package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only whole processes show: their streams, and that they share one cache.
class ProcessTest {
  private static final byte[] CONTENT = "a model".getBytes(StandardCharsets.UTF_8);
  private static final String REFERENCE = "hf:owner/repo/model.gguf";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path home;
  @TempDir private Path work;

  private Child pull(StubHub hub) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("CATENA_HOME", home.toString());
    environment.put("HF_ENDPOINT", hub.endpoint());
    return Child.start(work, environment, "models", "pull", REFERENCE);
  }

  private Path model() {
    return home.resolve("models/hf/owner/repo/model.gguf");
  }

  @Test
  void ask_json_printsTheObjectAndNothingElse() throws Exception {
    Path folder = Files.createDirectory(work.resolve("docs"));
    Files.writeString(folder.resolve("returns.md"), "# Returns\n\nGoods may be returned within 30 days.\n");
    try (var server = new OpenAiStub().answers("Goods may be returned within 30 days.")) {
      var environment = new HashMap<>(server.environment());
      environment.put("CATENA_HOME", home.toString());
      try (var child =
          Child.start(work, environment, "ask", "--json", "--docs", folder.toString(), "--model", "openai:stub", "How long may goods be returned?")) {
        Shell.Ended ended = child.await();
        assertThat(ended.json().at("/outcome").asText()).isEqualTo("answered");
        assertThat(ended.err().lines().filter(line -> !line.startsWith("vectors: "))).isEmpty();
        assertThat(ended.status()).isEqualTo(Catena.ANSWERED);
      }
    }
  }

  @Test
  void pull_twoProcesses_fetchOnce() throws Exception {
    try (var hub = new StubHub(CONTENT);
        var first = pull(hub)) {
      await().atMost(PATIENCE).until(() -> hub.downloads.get() == 1);
      try (var second = pull(hub)) {
        await().atMost(PATIENCE).until(() -> second.hasSaid("waiting for another process"));
        hub.gate.countDown();
        assertThat(first.await().status()).isZero();
        assertThat(second.await().out().strip()).isEqualTo(model().toString());
        assertThat(hub.downloads).hasValue(1);
      }
    }
  }

  @Test
  void pull_alteredFile_isNotUsedAndFetchedAgain() throws Exception {
    try (var hub = new StubHub(CONTENT)) {
      hub.gate.countDown();
      pull(hub).await();
      Files.writeString(model(), " with a change", StandardOpenOption.APPEND);
      Shell.Ended ended = pull(hub).await();
      assertThat(ended.status()).isZero();
      assertThat(ended.err()).contains(model() + " is not used: its SHA-256 is");
      assertThat(model()).hasBinaryContent(CONTENT);
      assertThat(hub.downloads).hasValue(2);
    }
  }

  /// The file that the fetch fills is a link to a device that is always full, so the error is the system's own.
  @Test
  void pull_fullDisk_isNamedWithTheKnob() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    try (var hub = new StubHub(CONTENT)) {
      hub.gate.countDown();
      Files.createDirectories(model().getParent());
      Files.createSymbolicLink(model().resolveSibling("model.gguf.part"), full);
      Files.writeString(
          model().resolveSibling("model.gguf.part.from"), hub.endpoint() + "/owner/repo/resolve/main/model.gguf " + hub.sha256() + "\n");
      Shell.Ended ended = pull(hub).await();
      assertThat(ended.status()).isEqualTo(Catena.NOT_ANSWERED);
      assertThat(ended.complaints()).singleElement().asString().contains("no space left").contains("CATENA_HOME");
      assertThat(model()).doesNotExist();
    }
  }
}
