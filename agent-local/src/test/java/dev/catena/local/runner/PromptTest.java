package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

  @Test
  void new_noTokens_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Prompt(new int[0], 0)).withMessageContaining("at least one token");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void new_prefixOutsideTheTokens_isRefused(int prefixTokens) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Prompt(new int[] {1, 2, 3}, prefixTokens))
        .withMessage("prefixTokens must be 0 to 3, was " + prefixTokens);
  }

  @Test
  void new_arrayChangedAfterwards_isUnchanged() {
    int[] tokens = {1, 2, 3};
    Prompt prompt = new Prompt(tokens, 3);
    tokens[0] = 9;
    assertThat(prompt.token(0)).isEqualTo(1);
  }
}
