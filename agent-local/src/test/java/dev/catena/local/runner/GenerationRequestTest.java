package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.catena.local.sample.Sampling;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationRequestTest {

  private static final Prompt PROMPT = new Prompt(new int[] {1}, 0);

  private static GenerationRequest request(int maxTokens, BitSet banned) {
    return new GenerationRequest(PROMPT, maxTokens, Sampling.GREEDY, banned, List.of());
  }

  @Test
  void new_noTokensAllowed_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(0, new BitSet()))
        .withMessage("maxTokens must be at least 1, was 0");
  }

  @Test
  void bannedFirst_setChangedInsideAndOutside_isUnchanged() {
    BitSet banned = BitSet.valueOf(new long[] {1});
    GenerationRequest request = request(1, banned);
    banned.set(7);
    request.bannedFirst().set(8);
    assertThat(request.bannedFirst()).isEqualTo(BitSet.valueOf(new long[] {1}));
  }

  @Test
  void weigh_sets_asksForOneTokenOfAny() {
    BitSet set = BitSet.valueOf(new long[] {6});
    GenerationRequest request = GenerationRequest.weigh(PROMPT, List.of(set));
    assertThat(request.weighed()).containsExactly(set);
    assertThat(request.maxTokens()).isEqualTo(1);
    assertThat(request.bannedFirst().isEmpty()).isTrue();
  }
}
