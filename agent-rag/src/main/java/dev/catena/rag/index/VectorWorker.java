package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Embeds what has no vector yet, on one background thread. What a commit holds is never embedded again.
final class VectorWorker {
  private static final Logger LOG = LoggerFactory.getLogger(VectorWorker.class);
  /// Texts in one request: [#stop] waits for as many.
  private static final int BATCH = 4;
  /// Vectors in one commit: a crash costs as many.
  private static final int GROUP = 32;

  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Languages languages;
  private final VectorCensus census;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile VectorStatus status;
  private volatile boolean stopping;

  VectorWorker(IndexWriter writer, SearcherManager searchers, Languages languages, VectorCensus census) {
    this.writer = writer;
    this.searchers = searchers;
    this.languages = languages;
    this.census = census;
    this.status = new VectorStatus(census.done(), census.total(), "");
  }

  void start() {
    if (census.missing().isEmpty()) {
      finished.countDown();
      return;
    }
    Thread.ofPlatform().daemon().name("catena-vectors").start(this::run);
  }

  VectorStatus status() {
    return status;
  }

  boolean await(Duration atMost) throws InterruptedException {
    return finished.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Returns when the request under way has been answered. Its vectors are kept.
  void stop() {
    stopping = true;
    boolean interrupted = false;
    while (true) {
      try {
        finished.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the thread must be gone before the writer is
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      embedAll();
    } catch (IOException | RuntimeException e) {
      LOG.warn("embedding stopped at {} and goes on with the next synchronisation", status, e);
      status = new VectorStatus(status.done(), status.total(), "stopped: " + e.getMessage());
    } finally {
      finished.countDown();
    }
  }

  private void embedAll() throws IOException {
    var waiting = new ArrayList<>(census.missing().keySet());
    int inGroup = 0;
    int from = 0;
    while (from < waiting.size() && !stopping) {
      int to = endOfBatch(waiting, from);
      List<VectorKey> batch = waiting.subList(from, to);
      embed(batch);
      from = to;
      inGroup += batch.size();
      if (inGroup >= GROUP || from == waiting.size() || stopping) {
        writer.commit();
        inGroup = 0;
      }
      searchers.maybeRefreshBlocking();
      int passages = batch.stream().mapToInt(key -> Objects.requireNonNull(census.missing().get(key))).sum();
      status = new VectorStatus(status.done() + passages, status.total(), "");
    }
  }

  /// A batch is of one language.
  private static int endOfBatch(List<VectorKey> waiting, int from) {
    Script script = waiting.get(from).script();
    int to = from + 1;
    while (to < waiting.size() && to < from + BATCH && waiting.get(to).script() == script) {
      to++;
    }
    return to;
  }

  private void embed(List<VectorKey> batch) throws IOException {
    EmbeddingModel model = languages.model(batch.getFirst().script()).orElseThrow();
    List<Embedding> vectors = Embedder.embed(model, texts(batch), EmbeddingInputType.DOCUMENT);
    for (int i = 0; i < batch.size(); i++) {
      String hash = batch.get(i).hash();
      writer.updateDocument(
          new Term(Fields.VECTOR, hash), Blocks.vector(hash, Languages.nameOf(model), vectors.get(i).vector()));
    }
  }

  private List<String> texts(List<VectorKey> batch) throws IOException {
    var searcher = searchers.acquire();
    try (var view = new IndexView(searcher, PassageIndex.PARENTS, () -> searchers.release(searcher))) {
      return batch.stream().map(key -> {
        StoredPassage passage = view.passage(view.anyWith(key.hash()));
        return Passages.indexedText(passage.title(), passage.heading(), passage.text());
      }).toList();
    }
  }
}
