package dev.catena.samples.command;

import dev.catena.embed.Embeddings;
import dev.catena.local.LocalModel;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.rag.index.SyncReport;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The folder's index, up to date, and the model, opened beside it: loading one does not wait for the other.
final class Workplace implements AutoCloseable {
  /// How long the first vectors may keep a question waiting; what is not there by then is found by words.
  private static final Duration VECTOR_PATIENCE = Duration.ofSeconds(2);

  private final LuceneIndex index;
  private final SyncReport report;
  private final long indexMillis;
  private final FutureTask<ModelSession> model;

  private Workplace(LuceneIndex index, SyncReport report, long indexMillis, FutureTask<ModelSession> model) {
    this.index = index;
    this.report = report;
    this.indexMillis = indexMillis;
    this.model = model;
  }

  /// Opens both.
  ///
  /// @param folder the documents; `null` for the project's own
  /// @throws UsageException if the folder cannot be one
  static Workplace open(Path folder, String modelName, PrintWriter err) {
    Path documents = real(folder);
    FetchBar bar = new FetchBar(err, System.console() != null);
    FutureTask<ModelSession> model = begin(() -> ModelSession.open(modelName, System.getenv(), bar));
    begin(() -> warm(Embeddings.bundled().get("*")));
    long began = System.nanoTime();
    LuceneIndex index =
        LuceneIndex.builder(DocumentBot.indexOf(documents))
            .embeddings(Embeddings.bundled())
            .maxPassages(DocumentBot.PASSAGES)
            .maxPassageTokens(DocumentBot.PASSAGE_TOKENS, new RoughCounter())
            .open();
    try {
      SyncReport report = index.sync(documents, SyncListener.NONE);
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      report.unreadable().forEach(one -> err.println("catena: " + one.document() + " " + OneLine.of(one.reason())));
      return new Workplace(index, report, millis, model);
    } catch (RuntimeException | Error e) {
      index.close();
      throw e;
    }
  }

  private static Path real(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        throw new UsageException(
            "folder '%s' is %s; type: catena ask --docs FOLDER \"your question\""
                .formatted(folder, Files.exists(folder) ? "a file" : "not there"));
      }
      return folder.toRealPath();
    } catch (IOException | InvalidPathException e) {
      throw new UsageException("folder '%s' cannot be read: %s".formatted(folder, OneLine.of(e)));
    }
  }

  private static boolean warm(EmbeddingModel model) {
    return model.embed("warm").content().dimension() > 0;
  }

  private static <T> FutureTask<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("catena-open").start(task);
    return task;
  }

  /// The index.
  LuceneIndex index() {
    return index;
  }

  /// What bringing it up to date did.
  SyncReport report() {
    return report;
  }

  /// How long that took.
  long indexMillis() {
    return indexMillis;
  }

  /// Gives the vectors a moment, and says how far they are when that was not enough.
  void awaitVectors(PrintWriter err) throws InterruptedException {
    if (!index.awaitVectors(VECTOR_PATIENCE)) {
      err.println(index.vectors());
    }
  }

  /// The model; waits until it is open.
  ///
  /// @throws UsageException if the name is no model
  ModelSession model() throws InterruptedException {
    try {
      return model.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the model did not open: " + OneLine.of(e.getCause()), e.getCause());
    }
  }

  @Override
  public void close() {
    index.close();
    if (model.isDone() && model.state() == java.util.concurrent.Future.State.SUCCESS) {
      model.resultNow().close();
    }
  }

  /// The model that is opened when none is named.
  static final String DEFAULT_MODEL = LocalModel.DEFAULT_MODEL;
}
