package dev.catena.rag.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random documents, questions and budgets: whatever is shown is within the budget and exactly the document's text.
class BudgetTest {
  private static final List<String> WORDS = List.of("bread", "oven", "Monday", "flour", "12", "2,340", "the", "of", "is", "kept", "面包", "烤箱",
      "星期一", "退货", "三十天", "🥖", "𠮷野家", "naïve", "https://example.org/a/very/long/address", "C++");
  private static final List<String> ENDS = List.of(". ", "? ", "。", "！", "\n\n", "\n- ", "\n\n## Bread of 12\n\n", " | ", ", ", " ");

  private static final long SEED = new Random().nextLong();
  private final Random random = new Random(SEED);

  @TempDir private Path work;

  @Test
  void retrieve_anyBudget_isKept() throws IOException {
    for (int round = 0; round < 12; round++) {
      Path folder = Files.createDirectories(work.resolve("docs-" + round));
      var documents = new HashMap<String, String>();
      for (int i = 0; i <= random.nextInt(8); i++) {
        String name = i + (random.nextBoolean() ? ".md" : ".txt");
        documents.put(name, "x " + text(1 + random.nextInt(400)));
        Files.writeString(folder.resolve(name), documents.get(name));
      }
      Path indexFolder = work.resolve("index-" + round);
      try (var index = LuceneIndex.open(indexFolder)) {
        index.sync(folder, SyncListener.NONE);
      }
      for (int budget = 0; budget < 8; budget++) {
        var tokens = random.nextBoolean() ? new RoughTokens() : new Letters();
        int maxTokens = 16 + random.nextInt(random.nextBoolean() ? 8 : 200);
        int maxPassages = 1 + random.nextInt(5);
        try (var index = LuceneIndex.builder(indexFolder).maxPassages(maxPassages).maxPassageTokens(maxTokens, tokens).open()) {
          for (int question = 0; question < 8; question++) {
            String asked = text(1 + random.nextInt(12));
            assertIsWithin(maxPassages, maxTokens, tokens, documents, asked, index.retrieve(Query.from(asked + "?")));
          }
        }
      }
    }
  }

  private static void assertIsWithin(int maxPassages, int maxTokens, TokenCountEstimator tokens, Map<String, String> documents,
      String asked, List<Content> shown) {
    String description = "seed %d: «%s» with %d passages, %d tokens".formatted(SEED, asked, maxPassages, maxTokens);
    assertThat(shown).as(description).hasSizeLessThanOrEqualTo(maxPassages);
    int sum = shown.stream().mapToInt(content -> tokens.estimateTokenCountInText(content.textSegment().text())).sum();
    assertThat(sum).as(description).isLessThanOrEqualTo(maxTokens);
    for (Content content : shown) {
      Excerpt excerpt = Excerpt.of(content).orElseThrow();
      for (int i = 0; i < excerpt.spans().size(); i++) {
        assertThat(Objects.requireNonNull(documents.get(excerpt.document())).substring(excerpt.spans().get(i).start(), excerpt.spans().get(i).end()))
            .as(description)
            .isEqualTo(excerpt.texts().get(i));
      }
    }
  }

  private String text(int words) {
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
      text.append(random.nextInt(5) == 0 ? ENDS.get(random.nextInt(ENDS.size())) : " ");
    }
    return text.toString();
  }

  /// A model without a vocabulary: each UTF-16 unit is a token.
  private static final class Letters implements TokenCountEstimator {
    @Override
    public int estimateTokenCountInText(String text) {
      return text.length();
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
      return message.toString().length();
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
      int tokens = 0;
      for (ChatMessage message : messages) {
        tokens += estimateTokenCountInMessage(message);
      }
      return tokens;
    }
  }
}
