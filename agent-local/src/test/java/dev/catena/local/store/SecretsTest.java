package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(strings = {
    "https://user:geheim@example.org/simple",
    "https://geheim@example.org/simple",
    "Authorization: Bearer geheim",
    "authorization=Basic geheim",
    "//registry.example.org/:_authToken=geheim",
    "{\"password\": \"geheim\"}",
    "NPM_TOKEN=geheim",
    "the token was hf_geheimgeheim"
  })
  void redact_secret_isTakenOut(String text) {
    assertThat(Secrets.redact(text)).doesNotContain("geheim").contains("***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set HF_TOKEN to open it", "https://example.org/a@b", "@node-llama-cpp/linux-x64@3.21.1", "hf:owner/repo/file.gguf"})
  void redact_ordinaryText_stays(String text) {
    assertThat(Secrets.redact(text)).isEqualTo(text);
  }
}
