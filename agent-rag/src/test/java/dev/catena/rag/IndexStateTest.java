package dev.catena.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.rag.index.SyncListener;
import dev.catena.rag.index.SyncReport;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An index in every state a folder can be in: being synchronised, written by another, damaged, closed.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IndexStateTest {
  private static final Query BREAD = Query.from("When is bread baked?");

  @TempDir private Path work;
  private Path folder;
  private Path indexFolder;

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createDirectories(work.resolve("docs"));
    indexFolder = work.resolve("index");
    Files.writeString(folder.resolve("bread.md"), "Bread is baked on Monday.");
  }

  private void makeIndex() {
    try (var index = LuceneIndex.open(indexFolder)) {
      index.sync(folder, SyncListener.NONE);
    }
  }

  @Test
  void retrieve_duringASync_answersFromWhatWasThereBefore() throws Exception {
    try (var index = LuceneIndex.open(indexFolder)) {
      index.sync(folder, SyncListener.NONE);
      Files.writeString(folder.resolve("milk.md"), "Milk comes on Tuesday.");
      var reading = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var sync = Thread.ofVirtual().start(() -> index.sync(folder, (_, _, _) -> {
        reading.countDown();
        await(release);
      }));
      reading.await();
      assertThat(index.retrieve(BREAD)).hasSize(1);
      assertThat(index.retrieve(Query.from("When does milk come?"))).isEmpty();
      assertThat(index.vectors()).hasToString("vectors: 0 of 0");
      release.countDown();
      sync.join();
      assertThat(index.retrieve(Query.from("When does milk come?"))).hasSize(1);
    }
  }

  @Test
  void sync_listenerThrows_leavesAnIndexThatGoesOn() throws Exception {
    makeIndex();
    Files.writeString(folder.resolve("milk.md"), "Milk comes on Tuesday.");
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThatThrownBy(() -> index.sync(folder, (_, _, _) -> {
        throw new IllegalStateException("the terminal is gone");
      })).hasMessage("the terminal is gone");
      assertThat(index.retrieve(BREAD)).hasSize(1);
      assertThat(index.sync(folder, SyncListener.NONE)).returns(1, SyncReport::added).returns(1, SyncReport::unchanged);
    }
  }

  @Test
  void sync_fileThatCouldNotBeRead_isTriedAgainThoughItsTimeIsTheSame() throws Exception {
    Path bread = folder.resolve("bread.md");
    byte[] text = Files.readAllBytes(bread);
    var longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(bread, longAgo);
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThat(index.sync(folder, (_, _, _) -> delete(bread)).unreadable()).hasSize(1);
      Files.setLastModifiedTime(Files.write(bread, text), longAgo);
      assertThat(index.sync(folder, SyncListener.NONE)).returns(1, SyncReport::added).returns(List.of(), SyncReport::unreadable);
    }
  }

  @Test
  void sync_fileGrowsWithoutBoundMeanwhile_isNamedAndNotReadWhole() {
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThat(index.sync(folder, (_, _, _) -> growTo(folder.resolve("bread.md"), 3L << 30)).unreadable())
          .singleElement()
          .returns("is larger than 33554432 bytes", SyncReport.Unreadable::reason);
    }
  }

  @Test
  void sync_afterTheDiskFailed_goesOnWithoutANewIndex() throws Exception {
    Path away = work.resolve("away");
    try (var index = LuceneIndex.open(indexFolder)) {
      index.sync(folder, SyncListener.NONE);
      Files.writeString(folder.resolve("milk.md"), "Milk comes on Tuesday.");
      Files.move(indexFolder, away);
      assertThatThrownBy(() -> index.sync(folder, SyncListener.NONE))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("index " + indexFolder + " cannot be written");
      assertThatThrownBy(() -> index.sync(folder, SyncListener.NONE)).isInstanceOf(UncheckedIOException.class);
      assertThat(index.retrieve(BREAD)).hasSize(1);
      Files.move(away, indexFolder);
      assertThat(index.sync(folder, SyncListener.NONE)).returns(1, SyncReport::added).returns(1, SyncReport::unchanged);
      assertThat(index.retrieve(Query.from("When does milk come?"))).hasSize(1);
    }
  }

  @Test
  void open_writtenByAnother_readsItsCommitsAndSaysWhoWrites() throws Exception {
    try (var writer = LuceneIndex.open(indexFolder); var reader = LuceneIndex.open(indexFolder)) {
      assertThat(writer.readOnly()).isFalse();
      assertThat(reader.readOnly()).isTrue();
      assertThat(reader.retrieve(BREAD)).isEmpty();
      writer.sync(folder, SyncListener.NONE);
      assertThat(reader.retrieve(BREAD)).hasSize(1);
      assertThat(reader.sync(folder, SyncListener.NONE).problem())
          .isEqualTo("index %s is being written by another LuceneIndex of this process, so its last commit is read and nothing is "
              + "brought up to date; close that one first", indexFolder);
    }
  }

  @Test
  void open_writtenByAnotherProcess_namesIt() throws Exception {
    makeIndex();
    Process other = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules=jdk.incubator.vector", "-cp",
            System.getProperty("java.class.path"), HoldsIndex.class.getName(), indexFolder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (var in = other.inputReader()) {
      assertThat(in.readLine()).isEqualTo("open");
      try (var index = LuceneIndex.open(indexFolder)) {
        assertThat(index.retrieve(BREAD)).hasSize(1);
        assertThat(index.sync(folder, SyncListener.NONE).problem()).contains("written by process " + other.pid() + ",");
      }
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThat(index.readOnly()).isFalse(); // the killed one left its lock file and its note
    }
  }

  @Test
  void open_failsHalfWay_keepsNoLock() {
    var nameless = new FakeEmbeddings("", 16) {
      @Override
      public String modelName() {
        throw new IllegalStateException("the model's server is not there");
      }
    };
    assertThatThrownBy(() -> LuceneIndex.open(indexFolder, Map.<String, EmbeddingModel>of("*", nameless)))
        .hasMessage("the model's server is not there");
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThat(index.readOnly()).isFalse();
    }
  }

  @Test
  void open_notAFolder_saysWhatToDo() throws Exception {
    Files.writeString(indexFolder, "a file");
    assertThatThrownBy(() -> LuceneIndex.open(indexFolder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("index " + indexFolder + " cannot be opened; make the folder writable, or delete it");
  }

  @Test
  void open_truncatedFile_isMadeAgainByTheNextSync() throws Exception {
    makeIndex();
    try (var file = FileChannel.open(largest("_"), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    assertIsMadeAgain();
  }

  @Test
  void open_overwrittenCommit_isMadeAgainByTheNextSync() throws Exception {
    makeIndex();
    Files.writeString(largest("segments"), "this was no index");
    assertIsMadeAgain();
  }

  @Test
  void open_lostFile_isMadeAgainByTheNextSync() throws Exception {
    makeIndex();
    Files.delete(largest("_"));
    assertIsMadeAgain();
  }

  @Test
  void open_damagedAmongFilesOfOthers_deletesOnlyItsOwn() throws Exception {
    makeIndex();
    Path letter = Files.writeString(indexFolder.resolve("letter.txt"), "dear all");
    Files.writeString(largest("segments"), "this was no index");
    assertIsMadeAgain();
    assertThat(letter).hasContent("dear all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"another layout", "damaged", "empty"})
  void open_indexOfAnotherProgram_isLeftAsItIs(String state) throws Exception {
    try (var directory = FSDirectory.open(indexFolder); var writer = new IndexWriter(directory, new IndexWriterConfig())) {
      if (!state.equals("empty")) {
        var document = new Document();
        document.add(new StringField("customer", "7", Field.Store.YES));
        writer.addDocument(document);
      }
    }
    if (state.equals("damaged")) {
      Files.writeString(largest("segments"), "this was no index");
    }
    Files.delete(indexFolder.resolve("write.lock"));
    Map<Path, Long> before = sizes();
    assertThatThrownBy(() -> LuceneIndex.open(indexFolder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll(indexFolder.toString(), "left as they are; name another folder");
    assertThat(sizes()).isEqualTo(before);
  }

  @Test
  void open_filesNamedLikeLucenes_areLeftAsTheyAre() throws Exception {
    Path config = Files.writeString(Files.createDirectories(indexFolder).resolve("_config.yml"), "title: a page");
    assertThatThrownBy(() -> LuceneIndex.open(indexFolder)).hasMessageContaining("left as they are");
    assertThat(config).hasContent("title: a page");
  }

  @Test
  void open_ownIndexWithoutItsMark_isKnownByItsCommit() throws Exception {
    makeIndex();
    Files.delete(indexFolder.resolve("catena-index.txt"));
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThat(index.retrieve(BREAD)).hasSize(1);
    }
  }

  @Test
  void close_twice_doesNothing() {
    var index = LuceneIndex.open(indexFolder);
    index.close();
    index.close();
    assertThatThrownBy(() -> index.retrieve(BREAD)).hasMessage("index " + indexFolder + " is closed");
    assertThatThrownBy(() -> index.sync(folder, SyncListener.NONE)).hasMessage("index " + indexFolder + " is closed");
  }

  private void assertIsMadeAgain() {
    try (var index = LuceneIndex.open(indexFolder)) {
      assertThat(index.readOnly()).isFalse();
      assertThat(index.retrieve(BREAD)).isEmpty();
      assertThat(index.sync(folder, SyncListener.NONE).added()).isEqualTo(1);
      assertThat(index.retrieve(BREAD)).hasSize(1);
    }
  }

  private Map<Path, Long> sizes() throws IOException {
    try (var files = Files.list(indexFolder)) {
      return files.collect(Collectors.toMap(file -> file, file -> file.toFile().length()));
    }
  }

  private Path largest(String prefix) throws IOException {
    try (var files = Files.list(indexFolder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file is sparse: it takes no room.
  private static void growTo(Path file, long bytes) {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'.'}), bytes - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
