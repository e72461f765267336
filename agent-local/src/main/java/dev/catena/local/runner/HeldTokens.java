package dev.catena.local.runner;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/// The tokens whose keys and values the context holds, from position 0. It never names one that the context does not hold.
final class HeldTokens {

  private final int[] tokens;
  private final IntPredicate removeFrom;
  private final Predicate<ByteBuffer> restore;
  private final IntSupplier size;
  private int count;

  /// @param capacity tokens that fit into the context
  /// @param removeFrom makes the context forget the tokens from a position on, and says whether it could; 0 it always can
  /// @param restore makes a saved state all that the context holds, and says whether it could; it may be empty if not
  /// @param size tokens that the context holds
  HeldTokens(int capacity, IntPredicate removeFrom, Predicate<ByteBuffer> restore, IntSupplier size) {
    this.tokens = new int[capacity];
    this.removeFrom = removeFrom;
    this.restore = restore;
    this.size = size;
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == tokens.length;
  }

  /// Keeps what the context holds of this prompt, or fetches its prefix from disk when that is more.
  ///
  /// @return tokens that need not be computed; always fewer than the prompt has, for the last one gives the logits
  int reuse(Prompt prompt, PrefixStore prefixes) {
    if (common(prompt) < prompt.prefixTokens() && prefixes.restore(prompt, state -> restores(state, prompt))) {
      add(prompt, prompt.prefixTokens());
    }
    forgetFrom(Math.min(common(prompt), prompt.size() - 1));
    return count;
  }

  /// What was held is lost from the first attempt on, whatever becomes of it.
  private boolean restores(ByteBuffer state, Prompt prompt) {
    count = 0;
    return restore.test(state) && size.getAsInt() == prompt.prefixTokens();
  }

  private int common(Prompt prompt) {
    int limit = Math.min(count, prompt.size());
    int common = 0;
    while (common < limit && tokens[common] == prompt.token(common)) {
      common++;
    }
    return common;
  }

  void forgetFrom(int position) {
    if (removeFrom.test(position)) {
      count = position;
    } else {
      var _ = removeFrom.test(0); // always true
      count = 0;
    }
  }

  /// Notes that the context has read the prompt up to a position.
  void add(Prompt prompt, int end) {
    while (count < end) {
      add(prompt.token(count));
    }
  }

  void add(int token) {
    tokens[count++] = token;
  }
}
