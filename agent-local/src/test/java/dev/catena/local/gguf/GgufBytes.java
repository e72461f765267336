package dev.catena.local.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes small GGUF files: a valid one, unless a test says otherwise.
final class GgufBytes {

  private static final int ALIGNMENT = 32;

  /// What the two tensors need.
  private static final int DATA_BYTES = 96;

  private int magic = 0x46554747;
  private int version = 3;
  private @Nullable Long tensorCount;
  private @Nullable Long pairCount;
  private final Map<String, byte[]> pairs = new LinkedHashMap<>();
  private final List<byte[]> extraPairs = new ArrayList<>();
  private final List<byte[]> tensors = new ArrayList<>();

  private GgufBytes() {}

  /// A few keys of each kind, three tokens, two tensors.
  static GgufBytes valid() {
    return new GgufBytes()
        .pair("general.architecture", string("test"))
        .pair("general.name", string("Tiny"))
        .pair("test.block_count", uint32(2))
        .pair("test.context_length", uint32(64))
        .pair("test.embedding_length", uint32(8))
        .pair("test.attention.head_count", uint32(4))
        .pair("test.attention.head_count_kv", uint32(2))
        .pair("test.rope.freq_base", float32(10_000))
        .pair("test.flag", bool(1))
        .pair("tokenizer.ggml.tokens", strings("a", "b", "c"))
        .pair("tokenizer.ggml.token_type", array(5, 3, int32(1), int32(1), int32(3)))
        .pair("tokenizer.ggml.eos_token_id", uint32(2))
        .pair("tokenizer.chat_template", string("<|im_start|>"))
        .tensor("first", 0, 0, 8)
        .tensor("second", 0, 32, 4, 4);
  }

  GgufBytes magic(int value) {
    magic = value;
    return this;
  }

  GgufBytes version(int value) {
    version = value;
    return this;
  }

  GgufBytes tensorCount(long value) {
    tensorCount = value;
    return this;
  }

  GgufBytes pairCount(long value) {
    pairCount = value;
    return this;
  }

  /// @param value type and value; replaces the one of the same key
  GgufBytes pair(String key, byte[] value) {
    pairs.put(key, join(text(key), value));
    return this;
  }

  GgufBytes without(String key) {
    pairs.remove(key);
    return this;
  }

  /// Any bytes behind the other pairs, counted as one more.
  GgufBytes extraPair(byte[]... parts) {
    extraPairs.add(join(parts));
    return this;
  }

  GgufBytes tensor(String name, int type, long offset, long... dimensions) {
    return tensor(text(name), type, offset, dimensions);
  }

  GgufBytes tensor(byte[] name, int type, long offset, long... dimensions) {
    byte[][] sizes = new byte[dimensions.length][];
    for (int i = 0; i < dimensions.length; i++) {
      sizes[i] = long64(dimensions[i]);
    }
    tensors.add(join(name, int32(dimensions.length), join(sizes), int32(type), long64(offset)));
    return this;
  }

  GgufBytes noTensors() {
    tensors.clear();
    return this;
  }

  byte[] build() {
    byte[] header = join(
        int32(magic),
        int32(version),
        long64(tensorCount == null ? tensors.size() : tensorCount),
        long64(pairCount == null ? pairs.size() + extraPairs.size() : pairCount),
        join(pairs.values().toArray(byte[][]::new)),
        join(extraPairs.toArray(byte[][]::new)),
        join(tensors.toArray(byte[][]::new)));
    int padding = Math.floorMod(-header.length, ALIGNMENT);
    return join(header, new byte[padding + DATA_BYTES]);
  }

  static byte[] text(String value) {
    return text(value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] text(byte... value) {
    return join(long64(value.length), value);
  }

  static byte[] uint32(int value) {
    return join(int32(4), int32(value));
  }

  static byte[] float32(float value) {
    return join(int32(6), int32(Float.floatToIntBits(value)));
  }

  static byte[] bool(int value) {
    return join(int32(7), new byte[] {(byte) value});
  }

  static byte[] string(String value) {
    return join(int32(8), text(value));
  }

  static byte[] strings(String... values) {
    byte[][] texts = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      texts[i] = text(values[i]);
    }
    return array(8, values.length, texts);
  }

  static byte[] array(int type, long size, byte[]... elements) {
    return join(int32(9), elements(type, size, elements));
  }

  /// An array inside an array: without the type of the value.
  static byte[] elements(int type, long size, byte[]... elements) {
    return join(int32(type), long64(size), join(elements));
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] long64(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
