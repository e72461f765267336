package dev.catena.rag.index;

import dev.catena.rag.ingest.DocumentFolder;
import dev.catena.rag.ingest.Scan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The passages and vectors of one folder of documents, in one Lucene directory.
///
/// One writer lives as long as this object, or until the disk fails it. Where another process, or another object, already writes
/// to the directory, this one is read-only: it shows that writer's last commit and follows it. An index that is damaged is made
/// again. Safe for use by many threads.
public final class PassageIndex implements AutoCloseable {
  static final BitSetProducer PARENTS = new QueryBitSetProducer(new TermQuery(new Term(Fields.PARENT, "")));
  private static final Logger LOG = LoggerFactory.getLogger(PassageIndex.class);

  private final Path path;
  private final FSDirectory directory;
  private volatile @Nullable IndexWriter writer; // null: read-only, for good; replaced under `syncing`
  private final Languages languages;
  private final InstantSource clock;
  /// Held for a whole synchronisation, which may take minutes; taken before `lock`, and never for a search.
  private final Object syncing = new Object();
  /// Held for moments.
  private final Object lock = new Object();
  private SearcherManager searchers; // guarded by `lock`: replaced when the first commit of another writer appears
  private boolean empty; // guarded by `lock`: read-only, and the other writer has not committed yet
  private @Nullable VectorWorker worker; // guarded by `lock`
  private boolean closed; // guarded by `lock`

  private PassageIndex(FSDirectory directory, @Nullable IndexWriter writer, Languages languages, InstantSource clock)
      throws IOException {
    this.path = directory.getDirectory();
    this.directory = directory;
    this.writer = writer;
    this.languages = languages;
    this.clock = clock;
    if (writer != null) {
      this.searchers = new SearcherManager(writer, null);
    } else {
      this.empty = !DirectoryReader.indexExists(directory);
      this.searchers = empty ? emptyIndex() : new SearcherManager(directory, null);
    }
  }

  /// Opens an index, or makes a new one.
  ///
  /// @param path the index's own folder; made if it is not there
  /// @param languages the embedding models; vectors of a model that is no longer among them give way to those of its successor
  /// @param clock tells how old a file is
  /// @return the index
  /// @throws UncheckedIOException when the folder can be neither written nor read, or holds an index of another program
  public static PassageIndex open(Path path, Languages languages, InstantSource clock) {
    try {
      return open(IndexDirectory.open(path), languages, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "index %s cannot be opened; make the folder writable, or delete it if it is damaged: %s".formatted(path, e), e);
    }
  }

  /// Leaves nothing open when it fails: a lock that stays behind would keep this process out for the rest of its life.
  private static PassageIndex open(FSDirectory directory, Languages languages, InstantSource clock) throws IOException {
    IndexWriter writer = null;
    try {
      writer = writer(directory);
      if (writer != null) {
        adopt(writer, languages);
        WriterNote.write(directory.getDirectory());
      }
      return new PassageIndex(directory, writer, languages, clock);
    } catch (IOException | RuntimeException e) {
      try (directory) {
        if (writer != null) {
          writer.rollback();
        }
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private static @Nullable IndexWriter writer(FSDirectory directory) throws IOException {
    try {
      return IndexDirectory.writer(directory);
    } catch (LockObtainFailedException locked) {
      LOG.info(WriterNote.describe(directory.getDirectory()));
      return null;
    }
  }

  /// Whether another process writes to the index, so that [#sync] does nothing.
  ///
  /// @return true for the whole life of this object
  public boolean readOnly() {
    return writer == null;
  }

  /// Brings the index up to date with a folder; what else it holds is removed. Text can be searched by words when this
  /// returns; vectors follow in the background.
  ///
  /// A file of the same size and time as before is not opened; one with the same bytes is not read as a document; a passage
  /// with the same headings and text is not embedded again. Everything becomes visible and durable in one commit.
  ///
  /// @param folder the documents
  /// @param listener hears of each document that is indexed
  /// @return what was done
  /// @throws dev.catena.rag.ingest.IngestException when the folder cannot be read
  /// @throws UncheckedIOException when the index cannot be written
  public SyncReport sync(Path folder, SyncListener listener) {
    var scan = DocumentFolder.of(folder).scan();
    synchronized (syncing) {
      IndexWriter current = writer;
      if (current == null) {
        return SyncReport.nothing(WriterNote.describe(path));
      }
      try {
        return sync(current, scan, listener);
      } catch (IOException | AlreadyClosedException e) {
        throw new UncheckedIOException(
            "index %s cannot be written; is the disk full? %s".formatted(path, e.getMessage()),
            e instanceof IOException error ? error : new IOException(e));
      }
    }
  }

  /// Searches go on meanwhile, over what was there before. Called under `syncing`, so nobody else starts or ends a worker.
  private SyncReport sync(IndexWriter before, Scan scan, SyncListener listener) throws IOException {
    VectorWorker last;
    synchronized (lock) {
      requireOpen();
      last = worker;
    }
    if (last != null) {
      last.stop();
    }
    IndexWriter open = before.isOpen() ? before : reopened();
    SearcherManager current;
    synchronized (lock) {
      current = searchers;
    }
    var report = new Synchronisation(open, listener, clock.millis()).run(scan);
    current.maybeRefreshBlocking();
    VectorCensus census;
    try (IndexView view = view()) {
      census = view.census(languages);
    }
    for (String hash : census.unused()) {
      open.deleteDocuments(new Term(Fields.VECTOR, hash));
    }
    remember(open, languages);
    if (open.hasUncommittedChanges()) {
      open.commit();
    }
    var next = new VectorWorker(open, current, languages, census);
    synchronized (lock) {
      worker = next;
    }
    next.start();
    return report;
  }

  /// Another writer, which goes on from the last commit: Lucene's closes itself when it cannot write.
  private IndexWriter reopened() throws IOException {
    IndexWriter next = IndexDirectory.writer(directory);
    SearcherManager last;
    try {
      adopt(next, languages);
      var current = new SearcherManager(next, null);
      synchronized (lock) {
        last = searchers;
        searchers = current;
        writer = next;
      }
    } catch (IOException | RuntimeException e) {
      next.rollback();
      throw e;
    }
    last.close();
    return next;
  }

  /// How far the vectors have come.
  ///
  /// @return the state of the moment
  public VectorStatus vectors() {
    synchronized (lock) {
      requireOpen();
      if (worker != null) {
        return worker.status();
      }
    }
    try (IndexView view = view()) {
      VectorCensus census = view.census(languages);
      return new VectorStatus(census.done(), census.total(), "");
    }
  }

  /// Waits for the vectors.
  ///
  /// @param atMost how long
  /// @return whether all of them are there
  /// @throws InterruptedException when the thread is interrupted
  public boolean awaitVectors(Duration atMost) throws InterruptedException {
    VectorWorker current;
    synchronized (lock) {
      current = worker;
    }
    return (current == null || current.await(atMost)) && vectors().complete();
  }

  /// The index as it is now.
  ///
  /// @return a view, to be closed by the caller
  public IndexView view() {
    synchronized (lock) {
      requireOpen();
      try {
        if (writer == null) {
          follow();
        }
        SearcherManager current = searchers;
        IndexSearcher searcher = current.acquire();
        return new IndexView(searcher, PARENTS, () -> current.release(searcher));
      } catch (IOException e) {
        throw new UncheckedIOException("index %s cannot be read".formatted(path), e);
      }
    }
  }

  /// Commits what the background thread has done and ends it; a synchronisation under way is waited for. Closing twice does
  /// nothing.
  @Override
  public void close() {
    synchronized (syncing) {
      VectorWorker last;
      synchronized (lock) {
        if (closed) {
          return;
        }
        closed = true;
        last = worker;
        worker = null;
      }
      if (last != null) {
        last.stop();
      }
      try (directory; IndexWriter _ = writer; SearcherManager _ = searchers) {
        if (writer != null) {
          WriterNote.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("index %s is not closed: %s".formatted(path, e.getMessage()), e);
      }
    }
  }

  /// Drops the vectors of models that were replaced.
  private static void adopt(IndexWriter writer, Languages languages) throws IOException {
    Map<String, String> before = CommitData.models(IndexDirectory.commitData(writer));
    Map<String, String> now = languages.names();
    for (var entry : before.entrySet()) {
      String successor = now.get(entry.getKey());
      if (successor != null && !successor.equals(entry.getValue()) && !now.containsValue(entry.getValue())) {
        writer.deleteDocuments(new Term(Fields.MODEL, entry.getValue()));
      }
    }
    remember(writer, languages);
  }

  private static void remember(IndexWriter writer, Languages languages) {
    Map<String, String> before = IndexDirectory.commitData(writer);
    Map<String, String> now = CommitData.with(before, languages.names());
    if (!now.equals(before)) {
      writer.setLiveCommitData(now.entrySet());
    }
  }

  private void follow() throws IOException {
    if (empty && DirectoryReader.indexExists(directory)) {
      searchers.close();
      searchers = new SearcherManager(directory, null);
      empty = false;
    } else {
      searchers.maybeRefresh();
    }
  }

  private static SearcherManager emptyIndex() throws IOException {
    var memory = new ByteBuffersDirectory();
    new IndexWriter(memory, new IndexWriterConfig()).close();
    return new SearcherManager(memory, null);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("index %s is closed".formatted(path));
    }
  }
}
