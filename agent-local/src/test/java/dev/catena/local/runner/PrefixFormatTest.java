package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrefixFormatTest {

  private static final byte[] STATE = {1, 2, 3, 4, 5};

  private final PrefixFormat format = new PrefixFormat("abc", "1.0");
  private final Prompt prompt = prompt(3, 4, 5, 6);

  /// All tokens but the last one are prefix.
  private static Prompt prompt(int... tokens) {
    return new Prompt(tokens, tokens.length - 1);
  }

  private byte[] file() {
    ByteBuffer[] parts = format.encode(prompt, ByteBuffer.wrap(STATE));
    ByteBuffer all = ByteBuffer.allocate(1024);
    for (ByteBuffer part : parts) {
      all.put(part);
    }
    byte[] bytes = new byte[all.flip().limit()];
    all.get(bytes);
    return bytes;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void assertRefused(PrefixFormat format, byte[] file, Prompt prompt) {
    assertThatThrownBy(() -> format.decode(ByteBuffer.wrap(file), prompt)).isInstanceOf(IOException.class);
  }

  @Test
  void decode_encoded_isTheState() throws IOException {
    assertThat(bytes(format.decode(ByteBuffer.wrap(file()), prompt))).isEqualTo(STATE);
  }

  @Test
  void decode_otherRestOfThePrompt_isTheState() throws IOException {
    assertThat(bytes(format.decode(ByteBuffer.wrap(file()), new Prompt(new int[] {3, 4, 5, 9, 9}, 3)))).isEqualTo(STATE);
  }

  @Test
  void decode_cutAnywhere_isRefused() {
    byte[] file = file();
    for (int length = 0; length < file.length; length++) {
      assertRefused(format, Arrays.copyOf(file, length), prompt);
    }
  }

  @Test
  void decode_anyBitFlipped_isRefused() {
    for (int bit = 0; bit < file().length * 8; bit++) {
      byte[] file = file();
      file[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(format, file, prompt);
    }
  }

  @Test
  void decode_oneByteMore_isRefused() {
    assertRefused(format, Arrays.copyOf(file(), file().length + 1), prompt);
  }

  @Test
  void decode_otherTokens_isRefused() {
    assertRefused(format, file(), prompt(3, 4, 7, 6));
  }

  @Test
  void decode_longerPrefix_isRefused() {
    assertRefused(format, file(), prompt(3, 4, 5, 6, 7));
  }

  @Test
  void decode_otherModel_isRefused() {
    assertRefused(new PrefixFormat("abd", "1.0"), file(), prompt);
  }

  @Test
  void decode_otherLibrary_isRefused() {
    assertRefused(new PrefixFormat("abc", "1.1"), file(), prompt);
  }

  @Test
  void key_samePrefix_isTheSame() {
    assertThat(format.key(new Prompt(new int[] {3, 4, 5, 9, 9}, 3))).isEqualTo(format.key(prompt)).matches("[0-9a-f]{32}");
  }

  @Test
  void key_otherTokensModelOrLibrary_isAnother() {
    assertThat(format.key(prompt))
        .isNotEqualTo(format.key(prompt(3, 4, 7, 6)))
        .isNotEqualTo(new PrefixFormat("abd", "1.0").key(prompt))
        .isNotEqualTo(new PrefixFormat("abc", "1.1").key(prompt));
  }
}
