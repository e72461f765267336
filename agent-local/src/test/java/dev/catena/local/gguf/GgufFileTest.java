package dev.catena.local.gguf;

import static dev.catena.local.gguf.GgufBytes.array;
import static dev.catena.local.gguf.GgufBytes.bool;
import static dev.catena.local.gguf.GgufBytes.elements;
import static dev.catena.local.gguf.GgufBytes.float32;
import static dev.catena.local.gguf.GgufBytes.int32;
import static dev.catena.local.gguf.GgufBytes.long64;
import static dev.catena.local.gguf.GgufBytes.string;
import static dev.catena.local.gguf.GgufBytes.strings;
import static dev.catena.local.gguf.GgufBytes.text;
import static dev.catena.local.gguf.GgufBytes.uint32;
import static dev.catena.local.gguf.GgufBytes.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.catena.local.error.CancelledException;
import dev.catena.local.error.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GgufFileTest {

  private static final long SEED = 20_261_124;
  private static final int FLIPPED_FILES = 2_500;

  @TempDir
  private Path folder;

  private GgufFile read(byte[] bytes) throws IOException {
    return GgufFile.read(Files.write(folder.resolve("model.gguf"), bytes));
  }

  @Test
  void read_valid_tellsTheHeader() throws IOException {
    GgufFile file = read(valid().build());
    assertThat(file.architecture()).isEqualTo("test");
    assertThat(file.name()).contains("Tiny");
    assertThat(file.contextTokens()).isEqualTo(64);
    assertThat(file.chatTemplate()).contains("<|im_start|>");
  }

  static Stream<Arguments> wellFormed() {
    return Stream.of(
        argumentSet("version 2", valid().version(2)),
        argumentSet("own alignment", valid().pair("general.alignment", uint32(16))),
        argumentSet("one part", valid().pair("split.count", uint32(1))),
        argumentSet("heads by layer", valid().pair("test.attention.head_count", array(5, 2, int32(4), int32(4)))),
        argumentSet("empty text", valid().pair("general.name", string(""))),
        argumentSet("array of arrays", valid().pair("x", array(9, 2, elements(5, 1, int32(1)), elements(5, 0)))),
        argumentSet("text that is not UTF-8", valid().extraPair(text("x"), int32(8), text((byte) 0xFF))),
        argumentSet("merges", valid().pair("tokenizer.ggml.merges", strings("a b"))));
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void read_wellFormed_isAccepted(GgufBytes file) {
    assertThatCode(() -> read(file.build())).doesNotThrowAnyException();
  }

  @Test
  void read_cutAnywhere_isRefusedWithThePlace() throws IOException {
    byte[] whole = valid().build();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(ModelFileException.class)
          .hasMessageMatching("(?s)model file .*model\\.gguf is refused at .+ \\(byte [\\d,]+\\): .+");
    }
  }

  static Stream<Arguments> malformed() {
    byte[] notUtf8 = text((byte) 'a', (byte) 0xC3);
    return Stream.of(
        argumentSet("big-endian magic", valid().magic(0x47475546), "magic"),
        argumentSet("version 1", valid().version(1), "version 1 is not"),
        argumentSet("version 4", valid().version(4), "version 4 is not"),
        argumentSet("big-endian version", valid().version(0x03000000), "version 50331648"),
        argumentSet("negative version", valid().version(-1), "version 4294967295"),
        argumentSet("no tensors", valid().noTensors(), "there are no tensors"),
        argumentSet("negative tensor count", valid().tensorCount(-1), "tensor count"),
        argumentSet("smallest tensor count", valid().tensorCount(Long.MIN_VALUE), "tensor count"),
        argumentSet("huge tensor count", valid().tensorCount(Long.MAX_VALUE), "tensor count"),
        argumentSet("negative pair count", valid().pairCount(-1), "key-value count"),
        argumentSet("huge pair count", valid().pairCount(1L << 40), "key-value count"),
        argumentSet("one pair too many", valid().pairCount(14), "tensor 0"),
        argumentSet("empty key", valid().pair("", uint32(1)), "key 13"),
        argumentSet("key is not UTF-8", valid().extraPair(notUtf8, uint32(1)), "not UTF-8"),
        argumentSet("overlong UTF-8 in key", valid().extraPair(text((byte) 0xC0, (byte) 0x80), uint32(1)), "not UTF-8"),
        argumentSet("surrogate in key", valid().extraPair(text((byte) 0xED, (byte) 0xA0, (byte) 0x80), uint32(1)), "not UTF-8"),
        argumentSet("key longer than the file", valid().extraPair(long64(1L << 30)), "key 13"),
        argumentSet("negative key length", valid().extraPair(long64(-1)), "key 13"),
        argumentSet("key occurs twice", valid().extraPair(text("general.name"), string("Other")), "general.name"),
        argumentSet("type 13", valid().pair("x", int32(13)), "no value type 13"),
        argumentSet("type -1", valid().pair("x", int32(-1)), "no value type -1"),
        argumentSet("boolean 2", valid().pair("x", bool(2)), "not 2"),
        argumentSet("text longer than the file", valid().pair("x", GgufBytes.join(int32(8), long64(1L << 30))), "at x "),
        argumentSet("text of negative length", valid().pair("x", GgufBytes.join(int32(8), long64(-1))), "at x "),
        argumentSet("array longer than the file", valid().pair("x", array(4, 1L << 60)), "at x "),
        argumentSet("array of negative size", valid().pair("x", array(10, -1)), "at x "),
        argumentSet("array of unknown type", valid().pair("x", array(99, 1)), "no value type 99"),
        argumentSet("array of too many texts", valid().pair("x", array(8, 1L << 60)), "at x "),
        argumentSet("array of too many arrays", valid().pair("x", array(9, 1L << 60)), "at x "),
        argumentSet("arrays five deep", valid().pair("x", nested(5)), "nested more than 4 deep"),
        argumentSet("no architecture", valid().without("general.architecture"), "general.architecture"),
        argumentSet("empty architecture", valid().pair("general.architecture", string("")), "general.architecture"),
        argumentSet("architecture is a number", valid().pair("general.architecture", uint32(1)), "general.architecture"),
        argumentSet("no blocks", valid().without("test.block_count"), "test.block_count"),
        argumentSet("0 blocks", valid().pair("test.block_count", uint32(0)), "test.block_count"),
        argumentSet("10,000 blocks", valid().pair("test.block_count", uint32(10_000)), "test.block_count"),
        argumentSet("no context", valid().without("test.context_length"), "test.context_length"),
        argumentSet("context is a float", valid().pair("test.context_length", float32(64)), "test.context_length"),
        argumentSet("no embedding", valid().without("test.embedding_length"), "test.embedding_length"),
        argumentSet("no heads", valid().without("test.attention.head_count"), "head_count"),
        argumentSet("3 groups of 4 heads", valid().pair("test.attention.head_count_kv", uint32(3)), "does not divide"),
        argumentSet("no tokens", valid().without("tokenizer.ggml.tokens"), "tokenizer.ggml.tokens"),
        argumentSet("0 tokens", valid().pair("tokenizer.ggml.tokens", strings()), "tokenizer.ggml.tokens"),
        argumentSet("token twice", valid().pair("tokenizer.ggml.tokens", strings("a", "b", "a")), "a token occurs twice"),
        argumentSet("tokens are numbers", valid().pair("tokenizer.ggml.tokens", array(0, 1, new byte[1])), "array of texts"),
        argumentSet("merges are numbers", valid().pair("tokenizer.ggml.merges", array(0, 1, new byte[1])), "tokenizer.ggml.merges"),
        argumentSet("merges are a text", valid().pair("tokenizer.ggml.merges", string("a b")), "tokenizer.ggml.merges"),
        argumentSet("2 types for 3 tokens", valid().pair("tokenizer.ggml.token_type", array(5, 2, int32(1), int32(1))), "token_type"),
        argumentSet("scores are bytes", valid().pair("tokenizer.ggml.scores", array(1, 3, new byte[3])), "tokenizer.ggml.scores"),
        argumentSet("end is no token", valid().pair("tokenizer.ggml.eos_token_id", uint32(3)), "eos_token_id"),
        argumentSet("end is a text", valid().pair("tokenizer.ggml.eos_token_id", string("c")), "eos_token_id"),
        argumentSet("one of two parts", valid().pair("split.count", uint32(2)), "split.count"),
        argumentSet("alignment 0", valid().pair("general.alignment", uint32(0)), "general.alignment"),
        argumentSet("alignment 24", valid().pair("general.alignment", uint32(24)), "general.alignment"),
        argumentSet("alignment is a text", valid().pair("general.alignment", string("32")), "general.alignment"),
        argumentSet("tensor twice", valid().tensor("first", 0, 64, 8), "occurs twice"),
        argumentSet("tensor without a name", valid().tensor("", 0, 64, 8), "tensor 2"),
        argumentSet("tensor with a long name", valid().tensor("n".repeat(64), 0, 64, 8), "too long"),
        argumentSet("tensor whose name has many bytes", valid().tensor("é".repeat(32), 0, 64, 8), "too long"),
        argumentSet("tensor name is not UTF-8", valid().tensor(notUtf8, 0, 64, 8), "not UTF-8"),
        argumentSet("tensor without dimensions", valid().tensor("t", 0, 64), "dimensions"),
        argumentSet("tensor with 5 dimensions", valid().tensor("t", 0, 64, 1, 1, 1, 1, 1), "dimensions"),
        argumentSet("dimension 0", valid().tensor("t", 0, 64, 0), "dimension 0"),
        argumentSet("negative dimension", valid().tensor("t", 0, 64, 8, -1), "dimension 1"),
        argumentSet("dimensions overflow", valid().tensor("t", 0, 64, 1L << 31, 1L << 31, 4), "64 bits"),
        argumentSet("tensor of a removed type", valid().tensor("t", 4, 64, 32), "type 4"),
        argumentSet("tensor of type -1", valid().tensor("t", -1, 64, 32), "type -1"),
        argumentSet("row is no whole block", valid().tensor("t", 2, 64, 31), "blocks of 32"),
        argumentSet("offset is not aligned", valid().tensor("t", 0, 65, 1), "multiple of 32"),
        argumentSet("negative offset", valid().tensor("t", 0, -32, 1), "multiple of 32"),
        argumentSet("tensor ends behind the file", valid().tensor("t", 0, 64, 9), "cut off"),
        argumentSet("tensor begins behind the file", valid().tensor("t", 0, 96, 1), "cut off"),
        argumentSet("tensor begins far behind the file", valid().tensor("t", 0, Long.MAX_VALUE - 31, 8), "cut off"),
        argumentSet("tensors overlap", valid().tensor("t", 0, 0, 8), "overlaps"));
  }

  private static byte[] nested(int depth) {
    byte[] array = elements(5, 0);
    for (int i = 2; i < depth; i++) {
      array = elements(9, 1, array);
    }
    return array(9, 1, array);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void read_malformed_isRefusedByName(GgufBytes file, String name) {
    assertThatThrownBy(() -> read(file.build()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("is refused at")
        .hasMessageContaining(name);
  }

  @Test
  void read_bytesFlipped_isReadOrRefused() throws IOException {
    byte[] whole = valid().build();
    SplittableRandom random = new SplittableRandom(SEED);
    int refused = 0;
    for (int i = 0; i < FLIPPED_FILES; i++) {
      byte[] flipped = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        flipped[random.nextInt(flipped.length)] ^= (byte) random.nextInt(1, 256);
      }
      try {
        read(flipped);
      } catch (ModelFileException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        fail("seed %d, file %d".formatted(SEED, i), e);
      }
    }
    assertThat(refused).isBetween(FLIPPED_FILES / 2, FLIPPED_FILES - 1);
  }

  @Test
  void read_interrupted_isCancelled() throws IOException {
    Path file = Files.write(folder.resolve("model.gguf"), valid().build());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> GgufFile.read(file)).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
  }

  @Test
  void read_noSuchFile_isRefused() {
    assertThatThrownBy(() -> GgufFile.read(folder.resolve("none.gguf")))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("none.gguf cannot be read");
  }

  @Test
  void read_folder_isRefused() {
    assertThatThrownBy(() -> GgufFile.read(folder)).isInstanceOf(ModelFileException.class);
  }
}
