package dev.catena.local.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The list of tensors: each must be of a known type and lie wholly inside the file, apart from the others.
final class Tensors {

  /// A name, the number of dimensions, one dimension, type and offset.
  static final int SMALLEST_BYTES = Long.BYTES + 1 + Integer.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES;

  /// Most tensors; the largest models have some thousand.
  static final int MAX_TENSORS = 1 << 20;

  private static final int MAX_DIMENSIONS = 4;
  private static final int MAX_NAME_BYTES = 63;

  private Tensors() {}

  static List<Tensor> read(Cursor cursor, long count, long alignment) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < count; i++) {
      cursor.field("tensor " + i);
      Tensor tensor = one(cursor, alignment);
      if (!names.add(tensor.name())) {
        throw cursor.refuse("the tensor occurs twice");
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  private static Tensor one(Cursor cursor, long alignment) throws IOException {
    String name = cursor.name(MAX_NAME_BYTES);
    cursor.field("tensor " + name);
    long[] dimensions = dimensions(cursor);
    int number = cursor.int32();
    TensorType type = TensorType.of(number)
        .orElseThrow(() -> cursor.refuse("weights of type %d cannot be multiplied with".formatted(number)));
    long offset = cursor.int64();
    if (offset < 0 || offset % alignment != 0) {
      throw cursor.refuse("its offset %s must be a multiple of %d".formatted(Long.toUnsignedString(offset), alignment));
    }
    return new Tensor(name, offset, bytes(cursor, type, dimensions));
  }

  private static long[] dimensions(Cursor cursor) throws IOException {
    int count = cursor.int32();
    if (count < 1 || count > MAX_DIMENSIONS) {
      throw cursor.refuse("it must have 1 to %d dimensions, and has %s"
          .formatted(MAX_DIMENSIONS, Integer.toUnsignedString(count)));
    }
    long[] dimensions = new long[count];
    for (int i = 0; i < count; i++) {
      dimensions[i] = cursor.int64();
      if (dimensions[i] < 1) {
        throw cursor.refuse("dimension %d must be at least 1, and is %d".formatted(i, dimensions[i]));
      }
    }
    return dimensions;
  }

  private static long bytes(Cursor cursor, TensorType type, long[] dimensions) {
    if (dimensions[0] % type.blockElements != 0) {
      throw cursor.refuse("a row of %,d does not divide into blocks of %d".formatted(dimensions[0], type.blockElements));
    }
    try {
      long bytes = Math.multiplyExact(dimensions[0] / type.blockElements, type.blockBytes);
      for (int i = 1; i < dimensions.length; i++) {
        bytes = Math.multiplyExact(bytes, dimensions[i]);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw cursor.refuse("its dimensions multiply to more than fits into 64 bits");
    }
  }

  /// Checks that the tensors lie inside the data and do not overlap.
  static void checkPlaces(Cursor cursor, List<Tensor> tensors, long dataBytes) {
    List<Tensor> inOrder =
        tensors.stream().sorted(Comparator.comparingLong(Tensor::offset)).toList();
    long free = 0;
    for (Tensor tensor : inOrder) {
      cursor.field("tensor " + tensor.name());
      if (tensor.bytes() > dataBytes || tensor.offset() > dataBytes - tensor.bytes()) {
        throw cursor.refuse("it needs %,d bytes from byte %,d of the data, and there are %,d: the file is cut off"
            .formatted(tensor.bytes(), tensor.offset(), Math.max(0, dataBytes)));
      }
      if (tensor.offset() < free) {
        throw cursor.refuse("it overlaps another tensor");
      }
      free = tensor.end();
    }
  }
}
