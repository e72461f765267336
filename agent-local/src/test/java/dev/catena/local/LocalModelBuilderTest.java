package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalModelBuilderTest {

  private final LocalModel.Builder builder = LocalModel.builder();

  @Test
  void contextTokens_zero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.contextTokens(0))
        .withMessage("contextTokens must be at least 1, was 0");
  }

  @Test
  void threads_zero_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0)).withMessageContaining("threads");
  }

  @Test
  void maxOutputTokens_negative_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxOutputTokens(-1)).withMessageContaining("maxOutputTokens");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void temperature_noTemperature_isRefused(double value) {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.temperature(value)).withMessageContaining("temperature");
  }
}
