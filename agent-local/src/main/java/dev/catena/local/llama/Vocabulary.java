package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.catena.local.error.NativeFailureException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A model's tokens: text to ids and back. Thread-safe; every method throws
/// [dev.catena.local.error.ModelClosedException] once the model is closed.
public final class Vocabulary {

  private static final MethodHandle OF_MODEL = Symbols.function("llama_model_get_vocab", ADDRESS, ADDRESS);
  private static final MethodHandle SIZE = Symbols.function("llama_vocab_n_tokens", JAVA_INT, ADDRESS);
  private static final MethodHandle IS_END = Symbols.function("llama_vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
  private static final MethodHandle ADDS_BOS = Symbols.function("llama_vocab_get_add_bos", JAVA_BOOLEAN, ADDRESS);
  private static final MethodHandle BOS = Symbols.function("llama_vocab_bos", JAVA_INT, ADDRESS);
  private static final MethodHandle TOKENIZE = Symbols.function(
      "llama_tokenize", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN);
  private static final MethodHandle PIECE = Symbols.function(
      "llama_token_to_piece", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN);

  private static final int PIECE_LIMIT = 128;

  private final Model model;
  private final MemorySegment pointer;
  private final int size;
  private final int bos;

  Vocabulary(Model model, MemorySegment modelPointer) {
    this.model = model;
    try {
      this.pointer = (MemorySegment) OF_MODEL.invokeExact(modelPointer);
      this.size = (int) SIZE.invokeExact(pointer);
      this.bos = (boolean) ADDS_BOS.invokeExact(pointer) ? (int) BOS.invokeExact(pointer) : -1;
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  /// Number of tokens; ids are 0 to this, exclusive.
  public int size() {
    return size;
  }

  /// The token that every prompt of this model starts with, or -1.
  public int bos() {
    return bos;
  }

  /// Does this token end an answer?
  ///
  /// @throws IndexOutOfBoundsException when the id is none of the vocabulary
  public boolean isEnd(int token) {
    Objects.checkIndex(token, size);
    return model.use(ignored -> {
          try {
            return (boolean) IS_END.invokeExact(pointer, token) ? 1 : 0;
          } catch (Throwable e) {
            throw Symbols.rethrow(e);
          }
        })
        == 1;
  }

  /// Cuts text into tokens. No token is added at either end.
  ///
  /// @param special true only for text of a chat template: `<|im_end|>` then is one token with its meaning; false for
  ///     all text that came from outside, where it is plain characters
  public int[] tokenize(String text, boolean special) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      return new int[0];
    }
    int limit = bytes.length + 2;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(JAVA_BYTE, bytes);
      MemorySegment out = arena.allocate(JAVA_INT, limit);
      int count = model.use(ignored -> {
        try {
          return (int) TOKENIZE.invokeExact(pointer, in, bytes.length, out, limit, false, special);
        } catch (Throwable e) {
          throw Symbols.rethrow(e);
        }
      });
      if (count < 0) {
        throw new NativeFailureException("llama.cpp did not tokenize %,d bytes: code %d".formatted(bytes.length, count));
      }
      return out.asSlice(0, count * JAVA_INT.byteSize()).toArray(JAVA_INT);
    }
  }

  /// The bytes a token stands for: a part of UTF-8 text, not always whole characters. A special token has none.
  ///
  /// @throws IndexOutOfBoundsException when the id is none of the vocabulary
  public byte[] bytes(int token) {
    Objects.checkIndex(token, size);
    try (Arena arena = Arena.ofConfined()) {
      int known = piece(token, arena.allocate(PIECE_LIMIT), PIECE_LIMIT);
      int length = Math.abs(known);
      MemorySegment out = arena.allocate(Math.max(1, length));
      piece(token, out, length);
      return out.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }

  private int piece(int token, MemorySegment out, int limit) {
    return model.use(ignored -> {
      try {
        return (int) PIECE.invokeExact(pointer, token, out, limit, 0, false);
      } catch (Throwable e) {
        throw Symbols.rethrow(e);
      }
    });
  }
}
