package dev.catena.samples.command;

import dev.catena.embed.Embeddings;
import dev.catena.local.LocalModel;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.rag.index.SyncReport;
import dev.catena.rag.index.VectorStatus;
import dev.catena.rag.ingest.DocumentFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/// The folder's index, up to date, and the model, opened beside it: loading one does not wait for the other.
final class Workplace implements AutoCloseable {
  /// How long the first vectors may keep a question waiting; what is not there by then is found by words.
  private static final Duration VECTOR_PATIENCE = Duration.ofSeconds(2);

  private final LuceneIndex index;
  private final long indexMillis;
  private final Opening<ModelSession> model;
  private final Opening<Boolean> warm;

  private Workplace(
      LuceneIndex index, long indexMillis, Opening<ModelSession> model, Opening<Boolean> warm) {
    this.index = index;
    this.indexMillis = indexMillis;
    this.model = model;
    this.warm = warm;
  }

  /// Opens both.
  ///
  /// @param folder the documents
  /// @throws UsageException if the folder cannot be one or holds no document, or if the name cannot be a model
  static Workplace open(Path folder, String modelName, Outside outside, PrintWriter err) {
    Path documents = real(folder);
    ModelName name = ModelName.of(modelName, outside);
    if (DocumentFolder.of(documents).scan().files().isEmpty()) {
      throw noDocument(documents);
    }
    FetchBar bar = FetchBar.on(err);
    var model = new Opening<>("catena-model", () -> name.open(bar));
    var warm = new Opening<>("catena-embeddings", Workplace::warm);
    try {
      return indexed(documents, IndexFolder.of(documents, outside.store()), model, warm, err);
    } catch (RuntimeException | Error e) {
      end(model, warm);
      throw e;
    }
  }

  private static Workplace indexed(
      Path documents, Path place, Opening<ModelSession> model, Opening<Boolean> warm, PrintWriter err) {
    long began = System.nanoTime();
    try {
      LuceneIndex index = DocumentBot.index(place);
      try {
        SyncReport report = index.sync(documents, SyncListener.NONE);
        FolderComplaints.of(report).forEach(line -> err.println("catena: " + line));
        if (report.problem().isEmpty() && report.added() + report.changed() + report.unchanged() == 0) {
          throw noDocument(documents);
        }
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        return new Workplace(index, millis, model, warm);
      } catch (RuntimeException | Error e) {
        index.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException(
          "the index in %s cannot be written: %s; free some room there, or set CATENA_HOME to another folder"
              .formatted(place, OneLine.of(e)),
          e.getCause());
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

  private static UsageException noDocument(Path documents) {
    return new UsageException(
        "folder '%s' has no document that can be read: no Markdown, text, HTML or PDF with text in it; type: catena ask --docs FOLDER \"your question\""
            .formatted(documents));
  }

  /// Loads the embedding models while the language model loads.
  private static boolean warm() {
    Embeddings.bundled().values().forEach(model -> model.embed("warm"));
    return true;
  }

  /// Native code must not run any more when the JVM ends.
  private static void end(Opening<ModelSession> model, Opening<Boolean> warm) {
    model.cancel();
    warm.cancel();
    model.result().ifPresent(ModelSession::close);
  }

  /// The index.
  LuceneIndex index() {
    return index;
  }

  /// How long that took.
  long indexMillis() {
    return indexMillis;
  }

  /// Gives the vectors a moment.
  void awaitVectors() throws InterruptedException {
    index.awaitVectors(VECTOR_PATIENCE);
  }

  /// Says how far the vectors are, unless they are complete.
  void sayVectors(PrintWriter err) {
    VectorStatus vectors = index.vectors();
    if (!vectors.complete()) {
      err.println(vectors + "; until all are there, the other passages are found by their words alone");
    }
  }

  /// The model; waits until it is open.
  ModelSession model() throws InterruptedException {
    return model.await();
  }

  @Override
  public void close() {
    index.close();
    end(model, warm);
  }

  /// The model that is opened when none is named.
  static final String DEFAULT_MODEL = LocalModel.DEFAULT_MODEL;
}
