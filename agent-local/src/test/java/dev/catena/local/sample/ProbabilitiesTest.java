package dev.catena.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.catena.local.llama.Logits;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbabilitiesTest {

  private static final double EXACT = 1e-12;

  private static BitSet set(int... tokens) {
    BitSet set = new BitSet();
    for (int token : tokens) {
      set.set(token);
    }
    return set;
  }

  private static double of(Logits logits, int... tokens) {
    return Probabilities.of(logits, List.of(set(tokens))).getFirst();
  }

  @Test
  void of_allTokens_isOne() {
    assertThat(of(Logits.of(1, 5, 2, 5, -3), 0, 1, 2, 3, 4)).isEqualTo(1, within(EXACT));
  }

  @Test
  void of_knownScores_isTheSoftmax() {
    Logits logits = Logits.of(0, (float) Math.log(3));
    assertThat(of(logits, 0)).isEqualTo(0.25, within(1e-7));
    assertThat(of(logits, 1)).isEqualTo(0.75, within(1e-7));
  }

  @Test
  void of_severalSets_keepsTheirOrder() {
    assertThat(Probabilities.of(Logits.of(0, 0, 0, 0), List.of(set(0), set(1, 2, 3), set())))
        .containsExactly(0.25, 0.75, 0.0);
  }

  @Test
  void of_hugeScores_doesNotOverflow() {
    assertThat(of(Logits.of(10_000, 10_000), 1)).isEqualTo(0.5, within(EXACT));
  }

  @Test
  void of_impossibleToken_isZero() {
    assertThat(of(Logits.of(0, Float.NEGATIVE_INFINITY), 1)).isZero();
  }

  @Test
  void of_noSets_isEmpty() {
    assertThat(Probabilities.of(Logits.of(1, 2), List.of())).isEmpty();
  }
}
