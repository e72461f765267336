package dev.catena.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void median_evenCount_isMeanOfMiddle() {
    assertThat(Statistics.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void median_noValues_throws() {
    assertThatThrownBy(() -> Statistics.median(List.of())).hasMessage("no values");
  }

  @Test
  void wilson_knownExample_matchesPublishedInterval() {
    assertThat(Statistics.wilson(78, 100)).isEqualTo("[69, 85]");
  }

  @Test
  void mcNemar_oneSided_isExactBinomial() {
    assertThat(Statistics.mcNemar(0, 6)).isCloseTo(2 * Math.pow(0.5, 6), within(1e-12));
  }

  @Test
  void mcNemar_balanced_isOne() {
    assertThat(Statistics.mcNemar(5, 5)).isEqualTo(1.0);
  }

  @Test
  void mcNemarOfBetter_surelyWorse_isOne() {
    assertThat(Statistics.mcNemarOfBetter(12, 0)).isEqualTo(1.0);
  }

  @Test
  void mcNemarOfBetter_surelyBetter_isTheTest() {
    assertThat(Statistics.mcNemarOfBetter(1, 12)).isEqualTo(Statistics.mcNemar(1, 12)).isLessThan(0.05);
  }
}
