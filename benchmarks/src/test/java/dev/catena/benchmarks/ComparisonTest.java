package dev.catena.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Speed SLOW = new Speed(120, 100, 11, 2000, 1000, 1500, 500, "slow");
  private static final Speed FAST = new Speed(120, 100, 11, 1000, 500, 750, 250, "fast");
  private static final Speed STALLED = new Speed(120, 100, 11, 90_000, 90_000, 750, 250, "fast");

  @Test
  void prefill_keptTokens_doNotCount() {
    assertThat(SLOW.prefill()).isEqualTo(50);
  }

  @Test
  void decode_firstToken_doesNotCount() {
    assertThat(SLOW.decode()).isEqualTo(10);
  }

  @Test
  void cores_isProcessorTimeOverTime() {
    assertThat(SLOW.cores()).isEqualTo(2000 / 3000.0);
  }

  @Test
  void decodePerCpu_timeOfOtherPrograms_doesNotCount() {
    assertThat(STALLED.decodePerCpu()).isEqualTo(FAST.decodePerCpu()).isEqualTo(40);
  }

  @Test
  void prefillPerCpu_timeOfOtherPrograms_doesNotCount() {
    assertThat(STALLED.prefillPerCpu()).isEqualTo(FAST.prefillPerCpu());
  }

  @Test
  void sameWork_otherNumberOfTokens_isFalse() {
    assertThat(SLOW.sameWork(new Speed(120, 100, 10, 1, 1, 1, 1, "slow"))).isFalse();
  }

  @Test
  void sameWork_singleToken_hasNoDecodeSpeed() {
    Speed single = new Speed(120, 100, 1, 1, 0, 1, 0, "a");
    assertThat(single.sameWork(single)).isFalse();
  }

  @Test
  void ratio_oneStalledRound_isThatOfMedians() {
    var comparison = new Comparison("m", List.of(FAST, STALLED, FAST), List.of(SLOW, SLOW, STALLED));
    assertThat(comparison.ratio()).isEqualTo(2);
  }

  @Test
  void prefillRatio_isOursOverThePeers() {
    assertThat(new Comparison("m", List.of(SLOW), List.of(FAST)).prefillRatio()).isEqualTo(0.5);
  }

  @Test
  void sameTexts_countsRoundByRound() {
    assertThat(new Comparison("m", List.of(FAST, SLOW), List.of(STALLED, FAST)).sameTexts()).isEqualTo(1);
  }
}
