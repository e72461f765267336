package dev.catena.rag.index;

import dev.catena.rag.index.SyncReport.Unreadable;
import dev.catena.rag.ingest.DocumentFolder;
import dev.catena.rag.ingest.DocumentReader;
import dev.catena.rag.ingest.FileEntry;
import dev.catena.rag.ingest.PassageSplitter;
import dev.catena.rag.ingest.Scan;
import dev.catena.rag.ingest.SourceDocument;
import dev.catena.rag.ingest.UnreadableDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/// One run over a folder: what is new or changed is indexed, what is gone is removed. The caller commits.
final class Synchronisation {
  /// File systems keep times in steps of up to two seconds: a younger file may change again without a trace.
  private static final long SETTLED_AFTER_MILLIS = 2_000;

  private final IndexWriter writer;
  private final SyncListener listener;
  private final long nowMillis;
  private final PassageSplitter splitter = new PassageSplitter();
  private final Map<String, FileState> known;
  private final List<Unreadable> unreadable = new ArrayList<>();
  private int added;
  private int changed;
  private int removed;
  private int unchanged;

  Synchronisation(IndexWriter writer, SyncListener listener, long nowMillis) throws IOException {
    this.writer = writer;
    this.listener = listener;
    this.nowMillis = nowMillis;
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      this.known = Ledger.read(reader);
    }
  }

  SyncReport run(Scan scan) throws IOException {
    var gone = new HashMap<>(known);
    var toRead = new ArrayList<FileEntry>();
    for (FileEntry entry : scan.files()) {
      FileState before = gone.remove(entry.id());
      if (before != null && before.size() == entry.bytes() && before.modifiedMillis() == entry.modifiedMillis()) {
        leave(entry, before);
      } else {
        toRead.add(entry);
      }
    }
    for (String id : gone.keySet()) {
      writer.deleteDocuments(new Term(Fields.DOCUMENT, id));
      removed++;
    }
    for (int i = 0; i < toRead.size(); i++) {
      listener.indexing(toRead.get(i).id(), i + 1, toRead.size());
      bringUpToDate(toRead.get(i));
    }
    return new SyncReport(added, changed, removed, unchanged, unreadable, scan.skipped(), "");
  }

  private void leave(FileEntry entry, FileState before) {
    if (before.failure().isEmpty()) {
      unchanged++;
    } else {
      unreadable.add(new Unreadable(entry.id(), before.failure()));
    }
  }

  private void bringUpToDate(FileEntry entry) throws IOException {
    FileState before = known.get(entry.id());
    String digest = digest(entry);
    if (before != null && before.digest().equals(digest) && !digest.isEmpty()) {
      writer.updateNumericDocValue(new Term(Fields.DOCUMENT, entry.id()), Fields.MODIFIED, settledTime(entry));
      leave(entry, before);
      return;
    }
    boolean wasReadable = before != null && before.failure().isEmpty();
    try {
      SourceDocument document = DocumentReader.read(entry);
      replace(entry, Blocks.of(document, splitter.split(document), state(entry, digest, "")));
      if (wasReadable) {
        changed++;
      } else {
        added++;
      }
    } catch (UnreadableDocument e) {
      replace(entry, Blocks.unreadable(entry.id(), state(entry, digest, e.reason())));
      unreadable.add(new Unreadable(entry.id(), e.reason()));
      if (wasReadable) {
        removed++;
      }
    }
  }

  private void replace(FileEntry entry, List<org.apache.lucene.document.Document> block) throws IOException {
    writer.updateDocuments(new Term(Fields.DOCUMENT, entry.id()), block);
  }

  private FileState state(FileEntry entry, String digest, String failure) {
    return new FileState(entry.bytes(), digest.isEmpty() ? FileState.UNSETTLED : settledTime(entry), digest, failure);
  }

  private long settledTime(FileEntry entry) {
    boolean settled = entry.modifiedMillis() < nowMillis - SETTLED_AFTER_MILLIS;
    return settled ? entry.modifiedMillis() : FileState.UNSETTLED;
  }

  /// Empty when the file cannot be read; why is found by reading it as a document. Of one that has grown beyond the limit since
  /// it was found, no more is read than tells so.
  private static String digest(FileEntry entry) {
    try (var in = Files.newInputStream(entry.path())) {
      return Passages.sha256(in.readNBytes((int) DocumentFolder.MAX_BYTES + 1));
    } catch (IOException unreadable) {
      return "";
    }
  }
}
