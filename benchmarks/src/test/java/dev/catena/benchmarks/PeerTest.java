package dev.catena.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PeerTest {
  @Test
  void lock_nativePackage_isTheOneAgentLocalBinds() throws IOException {
    JsonNode pack = lock().get("packages").get("node_modules/@node-llama-cpp/linux-x64");
    String ours = text(PeerTest.class.getResourceAsStream("/dev/catena/local/store/natives.lock"));
    assertThat(ours).contains("@node-llama-cpp/linux-x64@" + pack.get("version").asText() + " " + pack.get("integrity").asText());
  }

  @Test
  void lock_packages_haveDigests() throws IOException {
    assertThat(lock().get("packages").properties())
        .filteredOn(entry -> !entry.getKey().isEmpty())
        .allSatisfy(entry -> assertThat(entry.getValue().get("integrity").asText()).startsWith("sha512-"));
  }

  private static JsonNode lock() throws IOException {
    return new ObjectMapper().readTree(text(Peer.resource("package-lock.json")));
  }

  private static String text(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
