package dev.catena.rag;

import dev.catena.knowledge.Citation;
import dev.catena.knowledge.Knowledge;
import dev.catena.rag.cite.Alignment;
import dev.catena.rag.index.Languages;
import dev.catena.rag.index.PassageIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.rag.index.SyncReport;
import dev.catena.rag.index.VectorStatus;
import dev.catena.rag.search.Limits;
import dev.catena.rag.search.Retrieval;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A folder of documents that can be asked.
///
/// ```java
/// try (var index = LuceneIndex.open(Path.of("kb"), Embeddings.bundled())) {
///   index.sync(Path.of("docs"), SyncListener.NONE);
///   List<Content> passages = index.retrieve(Query.from("How long may goods be returned?"));
/// }
/// ```
///
/// Questions are answered by words (BM25) and, as far as the vectors have come, by meaning; [Retrieval] joins both and cuts
/// the passages to the sentences that matter. Safe for use by many threads.
///
/// One process writes to an index. Where another one already does, this one is [read-only][#readOnly]: it answers from that
/// one's last commit and follows it. An index that is damaged, or was made by another version, is made again by the next
/// [#sync].
public final class LuceneIndex implements Knowledge, AutoCloseable {
  private final PassageIndex index;
  private final Retrieval retrieval;

  private LuceneIndex(Builder builder) {
    var languages = new Languages(builder.embeddings);
    this.index = PassageIndex.open(builder.directory, languages, InstantSource.system());
    this.retrieval = new Retrieval(index, languages, builder.limits);
  }

  /// Opens an index that finds passages by words alone.
  ///
  /// @param directory the index's own folder; made if it is not there
  /// @return the index
  /// @throws java.io.UncheckedIOException when the folder can be neither written nor read, or holds an index of another program
  public static LuceneIndex open(Path directory) {
    return builder(directory).open();
  }

  /// Opens an index that finds passages by words and by meaning.
  ///
  /// @param directory the index's own folder; made if it is not there
  /// @param embeddings models by language tag: `zh` for text in CJK script, `*` for the rest. A model that was replaced since
  ///     the last time has its vectors dropped: those of different models are never mixed
  /// @return the index
  /// @throws java.io.UncheckedIOException when the folder can be neither written nor read, or holds an index of another program
  public static LuceneIndex open(Path directory, Map<String, EmbeddingModel> embeddings) {
    return builder(directory).embeddings(embeddings).open();
  }

  /// Sets more than [#open] does.
  ///
  /// @param directory the index's own folder; made if it is not there
  /// @return a builder of words alone and [Limits#defaults]
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /// Brings the index up to date with a folder; documents of other folders are removed. Text is found by words when this
  /// returns; vectors follow in the background and can be waited for with [#awaitVectors].
  ///
  /// What has not changed is neither read nor embedded again. A document that cannot be read is named in the report and the
  /// rest goes on. Runs one at a time.
  ///
  /// @param folder the documents
  /// @param listener hears of each document that is indexed
  /// @return what was done
  /// @throws dev.catena.rag.ingest.IngestException when the folder cannot be read
  /// @throws java.io.UncheckedIOException when the index cannot be written
  public SyncReport sync(Path folder, SyncListener listener) {
    return index.sync(folder, listener);
  }

  /// How far the vectors have come.
  ///
  /// @return the state of the moment; all of nothing for an index of words alone
  public VectorStatus vectors() {
    return index.vectors();
  }

  /// Waits for the vectors of the last [#sync].
  ///
  /// @param atMost how long
  /// @return whether all of them are there
  /// @throws InterruptedException when the thread is interrupted
  public boolean awaitVectors(Duration atMost) throws InterruptedException {
    return index.awaitVectors(atMost);
  }

  /// Whether another process writes to this index, so that [#sync] does nothing.
  ///
  /// @return true for the whole life of this object
  public boolean readOnly() {
    return index.readOnly();
  }

  /// The passages for a question, cut to the sentences that matter.
  ///
  /// A message of the user in `query.metadata().chatMemory()` is searched for too, with less weight, so that «and on Sundays?»
  /// finds what the question before it was about.
  ///
  /// @param query the question; no character in it has a special meaning
  /// @return [dev.catena.rag.search.Excerpt]s as contents, best first, within the limits; empty when nothing fits
  @Override
  public List<Content> retrieve(Query query) {
    return retrieval.retrieve(query);
  }

  @Override
  public List<Citation> cite(String answer, List<Content> shown) {
    return Alignment.cite(answer, shown);
  }

  /// Keeps what the background thread has embedded and ends it: waits for at most one request to the model. Closing twice
  /// does nothing.
  @Override
  public void close() {
    index.close();
  }

  /// Collects what an index needs.
  public static final class Builder {
    private final Path directory;
    private Map<String, EmbeddingModel> embeddings = Map.of();
    private Limits limits = Limits.defaults();

    private Builder(Path directory) {
      this.directory = Objects.requireNonNull(directory, "directory");
    }

    /// Finds passages by meaning too.
    ///
    /// @param models by language tag: `zh` for text in CJK script, `*` for the rest
    /// @return this
    public Builder embeddings(Map<String, EmbeddingModel> models) {
      this.embeddings = Map.copyOf(models);
      return this;
    }

    /// How many passages a question gets.
    ///
    /// @param passages at least 1; [Limits#DEFAULT_PASSAGES] by default
    /// @return this
    public Builder maxPassages(int passages) {
      this.limits = new Limits(passages, limits.maxTokens(), limits.tokens());
      return this;
    }

    /// How many tokens the passages of one question have together.
    ///
    /// @param maxTokens at least 16; [Limits#DEFAULT_TOKENS] by default
    /// @param tokens counts them as the model does
    /// @return this
    public Builder maxPassageTokens(int maxTokens, TokenCountEstimator tokens) {
      this.limits = new Limits(limits.maxPassages(), maxTokens, tokens);
      return this;
    }

    /// Opens the index.
    ///
    /// @return the index
    /// @throws java.io.UncheckedIOException when the folder can be neither written nor read, or holds an index of another program
    public LuceneIndex open() {
      return new LuceneIndex(this);
    }
  }
}
