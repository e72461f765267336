package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldTokensTest {

  private static final int PREFIX = PrefixStore.MIN_TOKENS;

  @TempDir
  private Path folder;

  private PrefixStore prefixes;

  /// Tokens in a context that no native code stands behind.
  private int size;

  @BeforeEach
  void savePrefix() {
    prefixes = new PrefixStore(folder, "abc", "1.0");
    prefixes.save(prompt(), () -> ByteBuffer.allocateDirect(3));
  }

  /// Tokens 0, 1, 2 …, four of them after the prefix.
  private static Prompt prompt() {
    int[] tokens = new int[PREFIX + 4];
    Arrays.setAll(tokens, i -> i);
    return new Prompt(tokens, PREFIX);
  }

  /// Holds the first five tokens of the prompt.
  private HeldTokens held(Predicate<ByteBuffer> restore) {
    HeldTokens held = new HeldTokens(64, this::removeFrom, restore, () -> size);
    held.add(prompt(), 5);
    size = 5;
    return held;
  }

  private boolean removeFrom(int position) {
    size = Math.min(size, position);
    return true;
  }

  private boolean becomes(int tokens) {
    size = tokens;
    return true;
  }

  @Test
  void reuse_prefixOnDisk_isFetched() {
    assertThat(held(state -> becomes(PREFIX)).reuse(prompt(), prefixes)).isEqualTo(PREFIX);
    assertThat(size).isEqualTo(PREFIX);
  }

  @Test
  void reuse_nothingOnDisk_keepsWhatIsCommon() {
    HeldTokens held = held(state -> becomes(PREFIX));
    PrefixStore none = new PrefixStore(folder.resolve("none"), "abc", "1.0");
    assertThat(held.reuse(prompt(), none)).isEqualTo(5);
    assertThat(size).isEqualTo(5);
  }

  @Test
  void reuse_stateIsRefused_holdsNothingAsTheContextDoes() {
    assertThat(held(state -> !becomes(0)).reuse(prompt(), prefixes)).isZero();
    assertThat(size).isZero();
  }

  @Test
  void reuse_stateOfAnotherSize_isForgotten() {
    assertThat(held(state -> becomes(PREFIX - 1)).reuse(prompt(), prefixes)).isZero();
    assertThat(size).isZero();
  }

  @Test
  void reuse_restoringFails_holdsNothing() {
    HeldTokens held = held(state -> {
      throw new IllegalStateException("native code gave up");
    });
    assertThatThrownBy(() -> held.reuse(prompt(), prefixes)).hasMessage("native code gave up");
    assertThat(held.count()).isZero();
  }
}
