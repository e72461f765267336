package dev.catena.rag.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a writer on a directory, whatever state the directory is in.
final class IndexDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(IndexDirectory.class);
  private static final Predicate<String> MADE_BY_LUCENE = IndexFileNames.CODEC_FILE_PATTERN.asMatchPredicate()
      .or(name -> name.startsWith(IndexFileNames.SEGMENTS))
      .or(name -> name.startsWith(IndexFileNames.PENDING_SEGMENTS));

  private IndexDirectory() {}

  static FSDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    return FSDirectory.open(path);
  }

  /// Opens the one writer. An index that is damaged, or was written with another layout, is emptied first: all of it can be
  /// made again from the documents.
  ///
  /// @throws org.apache.lucene.store.LockObtainFailedException when another process or object writes to it
  static IndexWriter writer(FSDirectory directory) throws IOException {
    try {
      IndexWriter writer = new IndexWriter(directory, config());
      try {
        DirectoryReader.open(writer).close();
        if (isCurrent(writer)) {
          return writer;
        }
        LOG.info("index {} has another layout and is rebuilt", directory.getDirectory());
        writer.deleteAll();
        return writer;
      } catch (IOException | RuntimeException e) {
        writer.rollback();
        throw e;
      }
    } catch (CorruptIndexException | IndexFormatTooOldException | IndexFormatTooNewException | EOFException
        | FileNotFoundException | NoSuchFileException | IllegalArgumentException e) { // the last: a codec nobody here knows
      LOG.warn("index {} is damaged and is rebuilt: {}", directory.getDirectory(), e.getMessage());
      clear(directory);
      return new IndexWriter(directory, config());
    }
  }

  /// What was committed with the index; empty for a new one.
  static Map<String, String> commitData(IndexWriter writer) {
    var data = new HashMap<String, String>();
    var committed = writer.getLiveCommitData();
    if (committed != null) {
      committed.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return data;
  }

  private static boolean isCurrent(IndexWriter writer) {
    return writer.getDocStats().maxDoc == 0 || Fields.SCHEMA.equals(commitData(writer).get(CommitData.SCHEMA));
  }

  private static IndexWriterConfig config() {
    return new IndexWriterConfig(Analysis.ofDocuments())
        .setSimilarity(similarity())
        .setCodec(WideVectorsCodec.create())
        .setParentField("block")
        .setCommitOnClose(true);
  }

  static BM25Similarity similarity() {
    return new BM25Similarity(1.2f, 0.75f);
  }

  /// Deletes what Lucene wrote and nothing else: the path may have been a mistake.
  private static void clear(Directory directory) throws IOException {
    for (String file : directory.listAll()) {
      if (MADE_BY_LUCENE.test(file)) {
        directory.deleteFile(file);
      }
    }
  }
}
