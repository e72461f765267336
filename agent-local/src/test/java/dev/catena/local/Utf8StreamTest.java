package dev.catena.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8StreamTest {

  private static final long SEED = 42;

  private static String read(byte[]... parts) {
    Utf8Stream stream = new Utf8Stream();
    StringBuilder text = new StringBuilder();
    for (byte[] part : parts) {
      text.append(stream.feed(part));
    }
    return text.append(stream.finish()).toString();
  }

  private static byte[][] singles(byte[] bytes) {
    byte[][] parts = new byte[bytes.length][];
    for (int i = 0; i < bytes.length; i++) {
      parts[i] = new byte[] {bytes[i]};
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "é", "退货", "a😀b", "👩‍👩‍👧", "\u0000", ""})
  void feed_splitAnywhere_isTheText(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      assertThat(read(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length)))
          .as("split at %d", split)
          .isEqualTo(text);
    }
  }

  @Test
  void feed_byteByByte_givesACharacterOnceItIsWhole() {
    Utf8Stream stream = new Utf8Stream();
    byte[] bytes = "😀".getBytes(UTF_8);
    assertThat(stream.feed(new byte[] {bytes[0], bytes[1], bytes[2]})).isEmpty();
    assertThat(stream.feed(new byte[] {bytes[3], 'x'})).isEqualTo("😀x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "80", "c3", "c328", "e282", "e28228", "f09f98", "f0288c28", "eda080", "c080", "61c362", "f5808080"})
  void feed_invalidByteByByte_isReplacedAsWhole(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(read(singles(bytes))).isEqualTo(new String(bytes, UTF_8)).contains("\uFFFD");
  }

  @Test
  void feed_randomBytesInRandomParts_areReadAsWhole() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 24)];
      random.nextBytes(bytes);
      int split = random.nextInt(bytes.length + 1);
      assertThat(read(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length)))
          .as("seed %d, round %d: %s split at %d", SEED, i, HexFormat.of().formatHex(bytes), split)
          .isEqualTo(new String(bytes, UTF_8));
    }
  }

  @Test
  void finish_nothingWaits_isEmpty() {
    Utf8Stream stream = new Utf8Stream();
    stream.feed("done".getBytes(UTF_8));
    assertThat(stream.finish()).isEmpty();
  }
}
