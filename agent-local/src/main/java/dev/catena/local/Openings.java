package dev.catena.local;

import dev.catena.local.llama.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/// The tokens that an answer of some kind may begin with, found by a walk over the vocabulary when first asked for and kept.
/// The sets belong to this object: nobody changes them. Thread-safe.
final class Openings {

  private final Vocabulary vocabulary;
  private final List<String> openings;
  private final Map<String, BitSet> known = new ConcurrentHashMap<>();

  Openings(Vocabulary vocabulary, List<String> openings) {
    this.vocabulary = vocabulary;
    this.openings = openings;
  }

  /// Tokens an answer must not begin with when it is to be text: the openings, blank ones behind which an opening may
  /// hide, and the end.
  BitSet tokens() {
    return select("no text", token -> vocabulary.isEnd(token) || startsCall(text(token)));
  }

  /// Tokens an answer must not begin with when it is to be a call.
  BitSet others() {
    return select("no call", token -> !isOpening(text(token).strip()));
  }

  /// Tokens that begin a call.
  BitSet calls() {
    return select("call", token -> isOpening(text(token).strip()));
  }

  /// Tokens that are a word, in capitals or not, with blanks around it or not.
  BitSet word(String word) {
    return select("word " + word, token -> text(token).strip().equalsIgnoreCase(word));
  }

  private BitSet select(String name, IntPredicate wanted) {
    return known.computeIfAbsent(name, _ -> walk(wanted));
  }

  private BitSet walk(IntPredicate wanted) {
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
