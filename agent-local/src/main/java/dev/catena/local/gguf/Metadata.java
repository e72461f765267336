package dev.catena.local.gguf;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The key-value part of the header. Integers are kept as `Long`, floats as `Double`, arrays without their elements.
final class Metadata {

  /// A key, a type and the shortest value.
  static final int SMALLEST_PAIR_BYTES = Long.BYTES + 1 + Integer.BYTES + 1;

  /// Most pairs; models have less than a hundred.
  static final int MAX_PAIRS = 1 << 16;

  /// As the specification says.
  private static final int MAX_KEY_BYTES = (1 << 16) - 1;

  /// Most texts of an array; the largest vocabularies have some hundred thousand tokens and merges.
  private static final int MAX_TEXTS = 1 << 23;

  private static final int MAX_DEPTH = 4;

  private final Map<String, Object> values = new HashMap<>();

  static Metadata read(Cursor cursor, long count) throws IOException {
    Metadata metadata = new Metadata();
    for (long i = 0; i < count; i++) {
      cursor.field("key " + i);
      String key = cursor.name(MAX_KEY_BYTES);
      cursor.field(key);
      ValueType type = type(cursor);
      if (metadata.values.put(key, value(cursor, type)) != null) {
        throw cursor.refuse("the key occurs twice");
      }
    }
    return metadata;
  }

  private static ValueType type(Cursor cursor) throws IOException {
    int number = cursor.int32();
    return ValueType.of(number).orElseThrow(() -> cursor.refuse("there is no value type " + number));
  }

  private static Object value(Cursor cursor, ValueType type) throws IOException {
    return switch (type) {
      case UINT8 -> (long) Byte.toUnsignedInt(cursor.int8());
      case INT8 -> (long) cursor.int8();
      case UINT16 -> (long) Short.toUnsignedInt(cursor.int16());
      case INT16 -> (long) cursor.int16();
      case UINT32 -> Integer.toUnsignedLong(cursor.int32());
      case INT32 -> (long) cursor.int32();
      case UINT64, INT64 -> cursor.int64();
      case FLOAT32 -> (double) Float.intBitsToFloat(cursor.int32());
      case FLOAT64 -> Double.longBitsToDouble(cursor.int64());
      case BOOL -> bool(cursor);
      case STRING -> cursor.string();
      case ARRAY -> array(cursor, 1);
    };
  }

  private static Boolean bool(Cursor cursor) throws IOException {
    byte value = cursor.int8();
    if (value != 0 && value != 1) {
      throw cursor.refuse("a boolean is 0 or 1, not " + value);
    }
    return value == 1;
  }

  private static ArrayValue array(Cursor cursor, int depth) throws IOException {
    ValueType type = type(cursor);
    return switch (type) {
      case STRING -> strings(cursor);
      case ARRAY -> arrays(cursor, depth);
      default -> {
        long size = cursor.count(type.bytes);
        cursor.skip(size * type.bytes);
        yield new ArrayValue(type, size, true);
      }
    };
  }

  private static ArrayValue arrays(Cursor cursor, int depth) throws IOException {
    if (depth == MAX_DEPTH) {
      throw cursor.refuse("arrays are nested more than %d deep".formatted(MAX_DEPTH));
    }
    long size = cursor.count(Integer.BYTES + Long.BYTES);
    for (long i = 0; i < size; i++) {
      array(cursor, depth + 1);
    }
    return new ArrayValue(ValueType.ARRAY, size, true);
  }

  private static ArrayValue strings(Cursor cursor) throws IOException {
    long size = cursor.count(Long.BYTES, MAX_TEXTS);
    long[] hashes = new long[(int) size];
    for (int i = 0; i < size; i++) {
      hashes[i] = cursor.skipStringHashed();
    }
    return new ArrayValue(ValueType.STRING, size, distinct(hashes));
  }

  private static boolean distinct(long[] hashes) {
    Arrays.sort(hashes);
    for (int i = 1; i < hashes.length; i++) {
      if (hashes[i] == hashes[i - 1]) {
        return false;
      }
    }
    return true;
  }

  @Nullable
  Object get(String key) {
    return values.get(key);
  }

  Optional<String> string(String key) {
    return get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Long> integer(String key) {
    return get(key) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  Optional<ArrayValue> array(String key) {
    return get(key) instanceof ArrayValue array ? Optional.of(array) : Optional.empty();
  }
}
