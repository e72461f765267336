package dev.catena.local.gguf;

import java.util.Optional;

/// The types of metadata values, in the order of their numbers in the file.
enum ValueType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  STRING(0),
  ARRAY(0),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private static final ValueType[] BY_NUMBER = values();

  /// Bytes of a value; 0 when that depends.
  final int bytes;

  ValueType(int bytes) {
    this.bytes = bytes;
  }

  static Optional<ValueType> of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
  }
}
