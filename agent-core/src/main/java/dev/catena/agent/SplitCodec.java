package dev.catena.agent;

import dev.catena.journal.JsonSequence;
import dev.catena.run.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Writes a value as a [JsonSequence]: a small head, and its long texts in the words in which other records have them, so that a
/// store keeps each once.
///
/// @param head writes the head
/// @param split takes a value apart
/// @param join puts it together again
record SplitCodec<T, H>(Codec<H> head, Function<T, Parts<H>> split, Function<Parts<H>, T> join) implements Codec<T> {
  /// A value taken apart.
  ///
  /// @param head the small part
  /// @param texts JSON
  record Parts<H>(H head, List<String> texts) {}

  @Override
  public String encode(T value) {
    Parts<H> parts = split.apply(value);
    List<String> texts = new ArrayList<>();
    texts.add(head.encode(parts.head()));
    texts.addAll(parts.texts());
    return JsonSequence.of(texts);
  }

  @Override
  public T decode(String sequence) {
    List<String> texts = JsonSequence.texts(sequence);
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a record of several texts has none");
    }
    return join.apply(new Parts<>(head.decode(texts.getFirst()), texts.subList(1, texts.size())));
  }
}
