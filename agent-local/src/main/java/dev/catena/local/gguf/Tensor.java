package dev.catena.local.gguf;

/// Where a tensor lies.
///
/// @param name its name
/// @param offset from the beginning of the data, in bytes
/// @param bytes its size
record Tensor(String name, long offset, long bytes) {

  long end() {
    return offset + bytes;
  }
}
