package dev.catena.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.knowledge.Citation;
import dev.catena.rag.index.SyncListener;
import dev.catena.rag.index.SyncReport;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneIndexTest {
  private static final String RETURNS =
      """
      # Returns

      Goods may be returned within 30 days. The buyer pays the postage.

      # Repairs

      Repairs are made by Ms Odile Marchetti on Tuesdays.
      """;
  private static final String CHINESE =
      """
      # 退货说明

      图书在收到后15天内可以退货，前提是没有拆封。退货的邮费由顾客承担。
      """;

  @TempDir private Path work;
  private Path folder;
  private LuceneIndex index;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectories(work.resolve("docs"));
    Files.writeString(folder.resolve("returns.md"), RETURNS);
    Files.writeString(folder.resolve("退货.md"), CHINESE);
    index = LuceneIndex.open(work.resolve("index"));
    index.sync(folder, SyncListener.NONE);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private List<Content> ask(String question) {
    return index.retrieve(Query.from(question));
  }

  @Test
  void retrieve_english_findsTheDocument() {
    assertThat(ask("How many days until returned goods are late?").getFirst().textSegment().metadata().getString("document"))
        .isEqualTo("returns.md");
  }

  @Test
  void retrieve_chinese_findsTheDocument() {
    assertThat(ask("退货期限是几天？").getFirst().textSegment().metadata().getString("document")).isEqualTo("退货.md");
  }

  @Test
  void retrieve_querySyntax_hasNoMeaning() {
    assertThat(ask("(returned AND \"goods")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello", "hello there!", "Good morning :)", "Thanks a lot!", "Thank you very much.", "OK, great, thanks", "你好",
      "您好！", "早上好", "谢谢你！", "非常感谢", "好的，谢谢", "謝謝", "再见",
      "Thanks a lot, that helped.", "Thank you for your help!", "谢谢你的帮助。"})
  void retrieve_greetingOrThanks_findsNothing(String message) throws IOException {
    Files.writeString(folder.resolve("manners.md"), "Say hello and good morning, and thank you very much. 见面说你好，早上好，分别说再见，别忘了谢谢，非常感谢。");
    index.sync(folder, SyncListener.NONE);
    var memory = new Metadata(UserMessage.from(message), "id", List.of(UserMessage.from("How long may goods be returned?")));
    assertThat(index.retrieve(Query.from(message, memory))).isEmpty();
  }

  @Test
  void retrieve_endlessThanks_isAnsweredLikeAnyText() {
    assertThat(ask("ok ".repeat(20_000) + "repairs")).isNotEmpty();
    assertThat(ask("ok ".repeat(20_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello, may goods be returned?", "Thanks. And who makes repairs?", "你好，退货期限是几天？"})
  void retrieve_greetingAndQuestion_findsTheDocument(String message) {
    assertThat(ask(message)).isNotEmpty();
  }

  @Test
  void sync_nothingChanged_readsNothingAgain() {
    SyncReport report = index.sync(folder, SyncListener.NONE);
    assertThat(report).returns(0, SyncReport::added).returns(0, SyncReport::changed).returns(2, SyncReport::unchanged);
  }

  @Test
  void sync_fileGone_isNoLongerFound() throws IOException {
    Files.delete(folder.resolve("returns.md"));
    assertThat(index.sync(folder, SyncListener.NONE).removed()).isEqualTo(1);
    assertThat(ask("May goods be returned?")).isEmpty();
  }

  @Test
  void sync_fileChanged_isFoundWithItsNewText() throws IOException {
    Files.writeString(folder.resolve("returns.md"), "Parcels leave every Friday at noon, without exception.");
    assertThat(index.sync(folder, SyncListener.NONE).changed()).isEqualTo(1);
    assertThat(ask("When do parcels leave?").getFirst().textSegment().text()).contains("Friday");
  }

  @Test
  void sync_emptyDocument_isNamedAndTheRestGoesOn() throws IOException {
    Files.writeString(folder.resolve("empty.md"), " \n");
    Files.writeString(folder.resolve("more.md"), "Bicycles are kept in the cellar.\n");
    SyncReport report = index.sync(folder, SyncListener.NONE);
    assertThat(report.unreadable()).extracting(SyncReport.Unreadable::document).containsExactly("empty.md");
    assertThat(ask("Where are bicycles kept?")).isNotEmpty();
  }

  @Test
  void cite_supportedAnswer_quotesTheDocumentExactly() {
    Citation citation = index.cite("Goods may be returned within 30 days.", ask("How long may goods be returned?")).getFirst();
    assertThat(citation.document()).isEqualTo("returns.md");
    assertThat(RETURNS.substring(citation.start(), citation.end())).isEqualTo(citation.quote()).contains("30 days");
  }

  @Test
  void cite_chineseParaphrase_quotesTheDocumentExactly() {
    Citation citation = index.cite("退货需要在15天之内办理。", ask("退货需要在多少天之内办理？")).getFirst();
    assertThat(CHINESE.substring(citation.start(), citation.end())).isEqualTo(citation.quote()).contains("15天");
  }

  @Test
  void cite_numberThatNoPassageHolds_citesNothing() {
    assertThat(index.cite("Goods may be returned within 45 days.", ask("How long may goods be returned?"))).isEmpty();
  }

  @Test
  void cite_greetingOrRefusal_citesNothing() {
    List<Content> shown = ask("How long may goods be returned?");
    assertThat(index.cite("Hello! How can I help you?", shown)).isEmpty();
    assertThat(index.cite("The documents do not say.", shown)).isEmpty();
  }
}
