package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;

/// Which passages have a vector and which vectors have no passage.
///
/// @param total passages whose language has a model
/// @param done those among them that have a vector
/// @param missing texts without a vector, and in how many passages each stands, in the order of the index
/// @param unused hashes of vectors whose text is gone
record VectorCensus(int total, int done, Map<VectorKey, Integer> missing, Set<String> unused) {

  static VectorCensus of(IndexReader reader, Languages languages) throws IOException {
    Map<String, String> models = vectors(reader);
    var unused = new HashSet<>(models.keySet());
    var missing = new LinkedHashMap<VectorKey, Integer>();
    int total = 0;
    int done = 0;
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      SortedDocValues hashes = DocValues.getSorted(leaf, Fields.HASH);
      SortedDocValues scripts = DocValues.getSorted(leaf, Fields.LANGUAGE);
      for (int doc = hashes.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = hashes.nextDoc()) {
        if (!Ledger.isLive(leaf, doc) || !scripts.advanceExact(doc)) {
          continue;
        }
        var key = new VectorKey(Ledger.string(hashes), Script.valueOf(Ledger.string(scripts)));
        unused.remove(key.hash());
        var model = languages.model(key.script());
        if (model.isEmpty()) {
          continue;
        }
        total++;
        if (Languages.nameOf(model.get()).equals(models.get(key.hash()))) {
          done++;
        } else {
          missing.merge(key, 1, Integer::sum);
        }
      }
    }
    return new VectorCensus(total, done, missing, unused);
  }

  /// The model of each vector by hash.
  private static Map<String, String> vectors(IndexReader reader) throws IOException {
    var models = new HashMap<String, String>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      SortedDocValues hashes = DocValues.getSorted(leaf, Fields.VECTOR);
      SortedDocValues names = DocValues.getSorted(leaf, Fields.MODEL);
      for (int doc = hashes.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = hashes.nextDoc()) {
        if (Ledger.isLive(leaf, doc) && names.advanceExact(doc)) {
          models.put(Ledger.string(hashes), Ledger.string(names));
        }
      }
    }
    return models;
  }
}
