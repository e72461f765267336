package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Tokens to compute in one [Context#decode], all of sequence 0. Reused between calls; for one thread.
/// Its memory is Java's and goes with the object.
public final class Batch {

  private final int capacity;
  private final int vocabularySize;
  private final MemorySegment struct;
  private final MemorySegment tokens;
  private final MemorySegment positions;
  private final MemorySegment logits;
  private int size;

  /// Makes an empty batch for a model's tokens.
  ///
  /// @param capacity most tokens, at least 1; a context takes no more than its batch size
  public Batch(int capacity, Vocabulary vocabulary) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.capacity = capacity;
    this.vocabularySize = vocabulary.size();
    Arena arena = Arena.ofAuto();
    struct = arena.allocate(Layouts.BATCH);
    tokens = arena.allocate(JAVA_INT, capacity);
    positions = arena.allocate(JAVA_INT, capacity);
    logits = arena.allocate(JAVA_BYTE, capacity);
    set("token", tokens);
    set("pos", positions);
    set("logits", logits);
    putInEverySequenceZero(arena);
  }

  private void putInEverySequenceZero(Arena arena) {
    MemorySegment counts = arena.allocate(JAVA_INT, capacity);
    MemorySegment ids = arena.allocate(ADDRESS, capacity);
    MemorySegment zero = arena.allocate(JAVA_INT);
    for (int i = 0; i < capacity; i++) {
      counts.setAtIndex(JAVA_INT, i, 1);
      ids.setAtIndex(ADDRESS, i, zero);
    }
    set("n_seq_id", counts);
    set("seq_id", ids);
  }

  private void set(String field, MemorySegment value) {
    struct.set(ADDRESS, Layouts.offset(Layouts.BATCH, field), value);
  }

  /// Empties the batch.
  public void clear() {
    size = 0;
  }

  /// Adds a token.
  ///
  /// @param position its place in the sequence, from 0
  /// @param wantLogits whether [Context#logits] is asked for this row
  /// @throws IndexOutOfBoundsException when the token is none of the vocabulary, or the batch is full
  public void add(int token, int position, boolean wantLogits) {
    Objects.checkIndex(token, vocabularySize);
    Objects.checkIndex(size, capacity);
    tokens.setAtIndex(JAVA_INT, size, token);
    positions.setAtIndex(JAVA_INT, size, position);
    logits.set(JAVA_BYTE, size, (byte) (wantLogits ? 1 : 0));
    size++;
  }

  /// Tokens in it.
  public int size() {
    return size;
  }

  boolean lastWantsLogits() {
    return size > 0 && logits.get(JAVA_BYTE, size - 1L) == 1;
  }

  int lastPosition() {
    return positions.getAtIndex(JAVA_INT, size - 1L);
  }

  /// The struct as native code takes it. Whoever passes it on keeps this object reachable.
  MemorySegment struct() {
    struct.set(JAVA_INT, 0, size);
    return struct;
  }
}
