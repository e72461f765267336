package dev.catena.rag.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  @TempDir private Path work;

  private List<Content> ask(String question) throws IOException {
    Path folder = Files.createDirectories(work.resolve("docs"));
    Files.writeString(folder.resolve("bread.md"), "# Bakery\n\n## Bread\n\nBread is baked on Monday.\n\n## Cakes\n\nCakes are ordered early.\n");
    Files.writeString(folder.resolve("milk.md"), "# Dairy\n\nMilk comes from the farm of the bakery's owner.\n");
    try (var index = LuceneIndex.open(work.resolve("index"))) {
      index.sync(folder, SyncListener.NONE);
      return index.retrieve(Query.from(question));
    }
  }

  @Test
  void of_answerableQuestion_isStrongerThanOneThatOnlySharesTheSubject() throws IOException {
    double answerable = Evidence.of(ask("When is bread baked?")).strength();
    double subjectOnly = Evidence.of(ask("Who founded the bakery in 1907?")).strength();
    assertThat(answerable).isGreaterThan(subjectOnly + 0.2);
  }

  @Test
  void of_nothing_isZero() {
    assertThat(Evidence.of(List.of())).isEqualTo(new Evidence(0, 0));
    assertThat(Evidence.of(List.of(Content.from("of another retriever")))).isEqualTo(new Evidence(0, 0));
  }

  @Test
  void of_someOfTheContents_readsTheSameLead() throws IOException {
    List<Content> shown = ask("Is bread baked at the bakery?");
    assertThat(Evidence.of(shown.subList(0, 1)).lead()).isEqualTo(Evidence.of(shown).lead()).isPositive();
  }
}
