package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.output.TokenUsage;
import org.junit.jupiter.api.Test;

class LocalTokenUsageTest {

  private static final LocalTokenUsage USAGE = new LocalTokenUsage(10, 2, 7);

  @Test
  void add_local_addsTheCachedToo() {
    assertThat(USAGE.add(new LocalTokenUsage(20, 3, 5))).isEqualTo(new LocalTokenUsage(30, 5, 12));
  }

  @Test
  void add_another_hasNoCached() {
    assertThat(USAGE.add(new TokenUsage(20, 3))).isEqualTo(new LocalTokenUsage(30, 5, 7));
  }

  @Test
  void add_toAnother_hasItsCached() {
    assertThat(new TokenUsage(20, 3).add(USAGE)).isEqualTo(new LocalTokenUsage(30, 5, 7));
  }

  @Test
  void sum_withNothing_isUnchanged() {
    assertThat(TokenUsage.sum(USAGE, null)).isEqualTo(USAGE);
    assertThat(TokenUsage.sum(null, USAGE)).isEqualTo(USAGE);
  }

  @Test
  void equals_otherCached_isFalse() {
    assertThat(USAGE).isNotEqualTo(new LocalTokenUsage(10, 2, 6)).hasSameHashCodeAs(new LocalTokenUsage(10, 2, 7));
  }
}
