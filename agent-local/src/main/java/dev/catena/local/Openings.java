package dev.catena.local;

import dev.catena.local.llama.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// The tokens that a call may begin with, found by a walk over the vocabulary when first asked for. Thread-safe.
final class Openings {

  private final Vocabulary vocabulary;
  private final List<String> openings;

  Openings(Vocabulary vocabulary, List<String> openings) {
    this.vocabulary = vocabulary;
    this.openings = openings;
  }

  /// Tokens an answer must not begin with when it is to be text: the openings, blank ones behind which an opening may
  /// hide, and the end.
  BitSet tokens() {
    return select(token -> vocabulary.isEnd(token) || startsCall(text(token)));
  }

  /// Tokens an answer must not begin with when it is to be a call.
  BitSet others() {
    return select(token -> !isOpening(text(token).strip()));
  }

  private BitSet select(IntPredicate wanted) {
    BitSet tokens = new BitSet(vocabulary.size());
    for (int token = 0; token < vocabulary.size(); token++) {
      if (wanted.test(token)) {
        tokens.set(token);
      }
    }
    return tokens;
  }

  private boolean startsCall(String text) {
    String start = text.stripLeading();
    return start.isEmpty() || isOpening(start);
  }

  private boolean isOpening(String text) {
    return openings.stream().anyMatch(text::startsWith);
  }

  private String text(int token) {
    return new String(vocabulary.bytes(token), StandardCharsets.UTF_8);
  }
}
