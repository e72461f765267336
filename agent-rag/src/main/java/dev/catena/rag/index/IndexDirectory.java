package dev.catena.rag.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.apache.lucene.index.SegmentInfos;
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

  /// A file that stays: an index that is damaged beyond reading is still known as this program's.
  private static final String MARKER = "catena-index.txt";

  private IndexDirectory() {}

  static FSDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    return FSDirectory.open(path);
  }

  /// Opens the one writer. An index that is damaged, or was written with another layout, is emptied first: all of it can be
  /// made again from the documents. An index of another program is left as it is.
  ///
  /// @throws UncheckedIOException when the folder holds an index of another program
  /// @throws org.apache.lucene.store.LockObtainFailedException when another process or object writes to it
  static IndexWriter writer(FSDirectory directory) throws IOException {
    claim(directory);
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

  /// Lucene deletes files of its kind that its commit does not name, so the folder is looked at before Lucene is.
  private static void claim(FSDirectory directory) throws IOException {
    Path marker = directory.getDirectory().resolve(MARKER);
    if (Files.exists(marker)) {
      return;
    }
    if (Arrays.stream(directory.listAll()).anyMatch(MADE_BY_LUCENE) && !isCommittedByUs(directory)) {
      throw new UncheckedIOException(
          "folder %s holds Lucene files that this program did not write, and they are left as they are; name another folder"
                  .formatted(directory.getDirectory())
              + " for the index, or delete them if nobody needs them",
          new FileAlreadyExistsException(directory.getDirectory().toString()));
    }
    Files.writeString(marker, "This folder holds a search index of Catena. It can be deleted: it is made again from the documents.\n");
  }

  private static boolean isCommittedByUs(Directory directory) {
    try {
      return SegmentInfos.readLatestCommit(directory).getUserData().containsKey(CommitData.SCHEMA);
    } catch (IOException | RuntimeException unreadable) {
      return false;
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
