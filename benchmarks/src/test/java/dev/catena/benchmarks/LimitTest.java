package dev.catena.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  @Test
  void of_noArguments_isTheWhole() {
    assertThat(Limit.of(List.of(), 12)).hasValue(12);
  }

  @Test
  void of_limit_isThat() {
    assertThat(Limit.of(List.of("--limit", "3"), 12)).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--limit", "--limit 0", "--limit -1", "--limit x", "--limit 3 4", "3", "--rounds 3"})
  void of_anythingElse_isEmpty(String arguments) {
    assertThat(Limit.of(List.of(arguments.split(" ")), 12)).isEmpty();
  }
}
