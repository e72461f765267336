package dev.catena.rag.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;

/// Which documents the index holds, and what their files looked like.
final class Ledger {
  private Ledger() {}

  static Map<String, FileState> read(IndexReader reader) throws IOException {
    var entries = new HashMap<String, FileState>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      PostingsEnum parents = leaf.postings(new Term(Fields.PARENT, ""), PostingsEnum.NONE);
      if (parents == null) {
        continue;
      }
      SortedDocValues ids = DocValues.getSorted(leaf, Fields.DOCUMENT);
      SortedDocValues digests = DocValues.getSorted(leaf, Fields.DIGEST);
      SortedDocValues failures = DocValues.getSorted(leaf, Fields.FAILURE);
      NumericDocValues sizes = DocValues.getNumeric(leaf, Fields.SIZE);
      NumericDocValues times = DocValues.getNumeric(leaf, Fields.MODIFIED);
      for (int doc = parents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = parents.nextDoc()) {
        if (isLive(leaf, doc) && ids.advanceExact(doc) && digests.advanceExact(doc) && sizes.advanceExact(doc)
            && times.advanceExact(doc) && failures.advanceExact(doc)) {
          entries.put(string(ids),
              new FileState(sizes.longValue(), times.longValue(), string(digests), string(failures)));
        }
      }
    }
    return entries;
  }

  static boolean isLive(LeafReader leaf, int doc) {
    return leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc);
  }

  static String string(SortedDocValues values) throws IOException {
    return values.lookupOrd(values.ordValue()).utf8ToString();
  }
}
