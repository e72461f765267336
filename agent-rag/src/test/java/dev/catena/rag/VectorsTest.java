package dev.catena.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.rag.index.SyncListener;
import dev.catena.rag.index.SyncReport;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Embedding in the background: what is embedded, what is not embedded again, and what is compared with what.
@Timeout(60)
class VectorsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path work;
  private Path folder;
  private Path indexFolder;

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createDirectories(work.resolve("docs"));
    indexFolder = work.resolve("index");
  }

  private void document(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private LuceneIndex synced(Map<String, EmbeddingModel> models) throws InterruptedException {
    var index = LuceneIndex.open(indexFolder, models);
    index.sync(folder, SyncListener.NONE);
    assertThat(index.awaitVectors(LONG)).isTrue();
    return index;
  }

  private static List<String> documents(List<Content> found) {
    return found.stream().map(content -> String.valueOf(content.textSegment().metadata().getString("document"))).toList();
  }

  @Test
  void sync_withModels_embedsEachPassageOnceByItsLanguage() throws Exception {
    document("bread.md", "Bread is baked on Monday.");
    document("面包.md", "面包每周一新鲜出炉。");
    var english = new FakeEmbeddings("english", 32);
    var chinese = new FakeEmbeddings("chinese", 64);
    try (var index = synced(Map.of("*", english, "zh", chinese))) {
      assertThat(index.vectors()).hasToString("vectors: 2 of 2");
    }
    assertThat(english.texts).singleElement().asString().contains("baked");
    assertThat(chinese.texts).singleElement().asString().contains("新鲜出炉");
  }

  @Test
  void retrieve_modelsOfOtherDimensions_areNeverCompared() throws Exception {
    document("bread.md", "Bread is baked on Monday.");
    document("面包.md", "面包每周一新鲜出炉。");
    try (var index = synced(Map.of("*", new FakeEmbeddings("english", 32), "zh", new FakeEmbeddings("chinese", 64)))) {
      assertThat(documents(index.retrieve(Query.from("When is bread baked?")))).containsExactly("bread.md");
      assertThat(documents(index.retrieve(Query.from("面包什么时候出炉？")))).containsExactly("面包.md");
    }
  }

  @Test
  void open_anotherModelOfTheSameLength_embedsAnewAndForgetsTheOldVectors() throws Exception {
    document("bread.md", "Bread is baked on Monday.");
    synced(Map.of("*", new FakeEmbeddings("first", 32))).close();
    var second = new FakeEmbeddings("second", 32);
    try (var index = LuceneIndex.open(indexFolder, Map.of("*", second))) {
      assertThat(index.vectors()).hasToString("vectors: 0 of 1");
      index.sync(folder, SyncListener.NONE);
      assertThat(index.awaitVectors(LONG)).isTrue();
    }
    assertThat(second.texts).hasSize(1);
    var first = new FakeEmbeddings("first", 32);
    synced(Map.of("*", first)).close();
    assertThat(first.texts).hasSize(1);
  }

  @Test
  void close_whileEmbedding_keepsWhatIsDoneAndGoesOnFromThere() throws Exception {
    for (int i = 0; i < 40; i++) {
      document("note-%02d.md".formatted(i), "Note %d tells of item %d.".formatted(i, 1_000 + i));
    }
    var allowed = new Semaphore(3);
    var stuck = new CountDownLatch(4);
    var first = new FakeEmbeddings("model", 32, _ -> {
      stuck.countDown();
      allowed.acquireUninterruptibly();
    });
    int done;
    try (var index = LuceneIndex.open(indexFolder, Map.of("*", first))) {
      index.sync(folder, SyncListener.NONE);
      stuck.await();
      assertThat(index.vectors()).hasToString("vectors: 12 of 40");
      var closing = Thread.ofVirtual().start(index::close);
      Awaitility.await().until(() -> closing.getState() == Thread.State.WAITING);
      allowed.release();
      closing.join();
      done = first.texts.size();
    }
    var second = new FakeEmbeddings("model", 32);
    try (var index = LuceneIndex.open(indexFolder, Map.of("*", second))) {
      assertThat(index.vectors().done()).isEqualTo(done);
      index.sync(folder, SyncListener.NONE);
      assertThat(index.awaitVectors(LONG)).isTrue();
      assertThat(index.vectors()).hasToString("vectors: 40 of 40");
    }
    assertThat(second.texts).hasSize(40 - done).doesNotContainAnyElementsOf(first.texts);
  }

  @Test
  void sync_changedNewAndGone_embedsOnlyWhatIsNew() throws Exception {
    document("same.md", "Bread is baked on Monday.");
    document("changed.md", "Milk comes on Tuesday.");
    document("gone.md", "Eggs come on Wednesday.");
    var model = new FakeEmbeddings("model", 32);
    try (var index = synced(Map.of("*", model))) {
      model.texts.clear();
      document("changed.md", "Milk comes on Thursday, rain or shine.");
      document("new.md", "Honey comes on Friday.");
      Files.delete(folder.resolve("gone.md"));
      SyncReport report = index.sync(folder, SyncListener.NONE);
      assertThat(index.awaitVectors(LONG)).isTrue();
      assertThat(report)
          .returns(1, SyncReport::added)
          .returns(1, SyncReport::changed)
          .returns(1, SyncReport::removed)
          .returns(1, SyncReport::unchanged)
          .returns("", SyncReport::problem);
      assertThat(index.vectors()).hasToString("vectors: 3 of 3");
      assertThat(model.texts).hasSize(2).allMatch(text -> text.contains("Thursday") || text.contains("Honey"));
      assertThat(documents(index.retrieve(Query.from("When do eggs come?")))).doesNotContain("gone.md");
    }
  }

  @Test
  void sync_sameTextInAnotherFile_isNotEmbeddedAgain() throws Exception {
    document("old.md", "# Bread\n\nBread is baked on Monday.");
    var model = new FakeEmbeddings("model", 32);
    try (var index = synced(Map.of("*", model))) {
      Files.move(folder.resolve("old.md"), folder.resolve("new.md"));
      index.sync(folder, SyncListener.NONE);
      assertThat(index.awaitVectors(LONG)).isTrue();
      assertThat(model.texts).hasSize(1);
      assertThat(documents(index.retrieve(Query.from("Bread?")))).containsExactly("new.md");
    }
  }

  @Test
  void sync_modelFails_saysWhyAndGoesOnNextTime() throws Exception {
    document("bread.md", "Bread is baked on Monday.");
    var broken = new Semaphore(0);
    var model = new FakeEmbeddings("model", 32, _ -> {
      if (!broken.tryAcquire()) {
        throw new IllegalStateException("no route to the model");
      }
    });
    try (var index = LuceneIndex.open(indexFolder, Map.of("*", model))) {
      index.sync(folder, SyncListener.NONE);
      assertThat(index.awaitVectors(LONG)).isFalse();
      assertThat(index.vectors()).hasToString("vectors: 0 of 1 (stopped: no route to the model)");
      assertThat(index.retrieve(Query.from("When is bread baked?"))).isNotEmpty();
      broken.release();
      index.sync(folder, SyncListener.NONE);
      assertThat(index.awaitVectors(LONG)).isTrue();
    }
  }

  @Test
  void retrieve_traditionalChinese_isFoldedInBothLegs() throws Exception {
    document("退货.md", "图书在收到后可以退货。");
    document("運費.md", "網絡訂單的運費由顧客承擔。");
    var model = new FakeEmbeddings("chinese", 64);
    try (var index = synced(Map.of("zh", model))) {
      assertThat(documents(index.retrieve(Query.from("圖書可以退貨嗎？")))).startsWith("退货.md");
      assertThat(documents(index.retrieve(Query.from("网络订单的运费谁承担？")))).startsWith("運費.md");
    }
    assertThat(model.texts).contains("图书可以退货吗？").noneMatch(text -> text.contains("運") || text.contains("貨"));
  }

  @Test
  void retrieve_modelAnswersSlowly_otherSearchesGoOn() throws Exception {
    document("bread.md", "Bread is baked on Monday.");
    synced(Map.of("*", new FakeEmbeddings("model", 32))).close();
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var model = new FakeEmbeddings("model", 32, batch -> {
      if (batch.contains("slow bread")) {
        entered.countDown();
        await(release);
      }
    });
    try (var index = LuceneIndex.open(indexFolder, Map.of("*", model))) {
      var slow = Thread.ofVirtual().start(() -> index.retrieve(Query.from("slow bread")));
      entered.await();
      assertThat(index.retrieve(Query.from("When is bread baked?"))).isNotEmpty();
      release.countDown();
      slow.join();
    }
  }

  @Test
  void retrieve_followUp_searchesWithThePreviousQuestionToo() throws Exception {
    document("hours.md", "# Pool\n\nThe pool opens at nine on Sundays and at seven on other days.");
    document("market.md", "# Market\n\nThe market is closed on Sundays, it opens at six on other days.");
    try (var index = synced(Map.of("*", new FakeEmbeddings("model", 64)))) {
      for (String subject : List.of("pool", "market")) {
        var memory = new Metadata(UserMessage.from("and on Sundays?"), "id",
            List.of(UserMessage.from("When does the " + subject + " open?"), UserMessage.from("and on Sundays?")));
        assertThat(index.retrieve(Query.from("and on Sundays?", memory)).getFirst().textSegment().text()).contains(subject);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
