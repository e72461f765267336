package dev.catena.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.local.llama.Logits;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final Logits LOGITS = Logits.of(1, 5, 2, 5, -3);

  @Test
  void next_greedy_isFirstOfTheLikeliest() {
    assertThat(new Sampler(Sampling.GREEDY).next(LOGITS)).isEqualTo(1);
  }

  @Test
  void next_likeliestBanned_isTheNext() {
    BitSet banned = new BitSet();
    banned.set(1);
    banned.set(3);
    assertThat(new Sampler(Sampling.GREEDY).next(LOGITS, banned)).isEqualTo(2);
  }

  @Test
  void next_allBanned_isRefused() {
    BitSet banned = new BitSet();
    banned.set(0, 5);
    assertThatThrownBy(() -> new Sampler(Sampling.GREEDY).next(LOGITS, banned))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void next_sameSeed_drawsTheSame() {
    Sampler one = new Sampler(new Sampling(1, 0, 1, 7));
    Sampler two = new Sampler(new Sampling(1, 0, 1, 7));
    assertThat(IntStream.range(0, 50).map(i -> one.next(LOGITS)).toArray())
        .isEqualTo(IntStream.range(0, 50).map(i -> two.next(LOGITS)).toArray());
  }

  @Test
  void next_topK_drawsOnlyTheLikeliest() {
    Sampler sampler = new Sampler(new Sampling(10, 2, 1, 7));
    assertThat(IntStream.range(0, 200).map(i -> sampler.next(LOGITS)).distinct()).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void next_topP_drawsOnlyTheMass() {
    Sampler sampler = new Sampler(new Sampling(1, 0, 0.9, 7));
    assertThat(IntStream.range(0, 200).map(i -> sampler.next(LOGITS)).distinct()).containsExactlyInAnyOrder(1, 3);
  }
}
