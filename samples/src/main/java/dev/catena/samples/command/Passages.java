package dev.catena.samples.command;

import dev.catena.rag.LuceneIndex;
import dev.catena.rag.search.Excerpt;
import dev.langchain4j.rag.query.Query;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What an index finds for a question when there is no model to answer it.
final class Passages {
  private Passages() {}

  /// Best first; a passage of several stretches is as many entries.
  static List<AskReport.Passage> of(LuceneIndex index, String question) {
    return index.retrieve(Query.from(question)).stream()
        .map(Excerpt::of)
        .flatMap(Optional::stream)
        .flatMap(Passages::stretches)
        .toList();
  }

  private static Stream<AskReport.Passage> stretches(Excerpt excerpt) {
    return IntStream.range(0, excerpt.spans().size())
        .mapToObj(
            i ->
                new AskReport.Passage(
                    excerpt.document(), excerpt.spans().get(i).start(), excerpt.spans().get(i).end(), excerpt.texts().get(i)));
  }

  /// For people: each under the name of its document.
  static String text(List<AskReport.Passage> passages) {
    StringBuilder text = new StringBuilder();
    for (AskReport.Passage passage : passages) {
      text.append("%s%n%s%n%n".formatted(passage.document(), passage.text()));
    }
    return text.toString();
  }
}
