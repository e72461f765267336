package dev.catena.rag.index;

import dev.catena.rag.ingest.Passage;
import dev.catena.rag.ingest.Script;
import dev.catena.rag.ingest.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;

/// Turns documents and vectors into Lucene's documents.
final class Blocks {
  private Blocks() {}

  /// A document as a block: its passages, then itself.
  static List<Document> of(SourceDocument source, List<Passage> passages, FileState file) {
    var block = new ArrayList<Document>(passages.size() + 1);
    for (Passage passage : passages) {
      block.add(passage(source, passage));
    }
    Document parent = parent(source.id(), file);
    parent.add(new StoredField(Fields.TITLE, source.title()));
    parent.add(new StoredField(Fields.TEXT, source.text()));
    block.add(parent);
    return block;
  }

  /// A document that could not be read: it is remembered, so that it is not tried again before it changes.
  static List<Document> unreadable(String id, FileState file) {
    return List.of(parent(id, file));
  }

  /// A vector of one model.
  static Document vector(String hash, String model, float[] vector) {
    var document = new Document();
    document.add(new StringField(Fields.VECTOR, hash, Field.Store.NO));
    document.add(new SortedDocValuesField(Fields.VECTOR, new BytesRef(hash)));
    document.add(new StringField(Fields.MODEL, model, Field.Store.NO));
    document.add(new SortedDocValuesField(Fields.MODEL, new BytesRef(model)));
    document.add(new KnnFloatVectorField(
        Fields.vectorOf(model), VectorUtil.l2normalize(vector.clone()), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  private static Document passage(SourceDocument source, Passage passage) {
    String text = source.text().substring(passage.start(), passage.end());
    String indexed = Passages.indexedText(source.title(), passage.heading(), text);
    Script script = Script.of(text);
    var document = new Document();
    document.add(new StringField(Fields.DOCUMENT, source.id(), Field.Store.NO));
    document.add(new SortedDocValuesField(Fields.DOCUMENT, new BytesRef(source.id())));
    if (script == Script.CJK) {
      document.add(new TextField(Fields.WORDS, indexed, Field.Store.NO));
      document.add(new TextField(Fields.BIGRAMS, indexed, Field.Store.NO));
    } else {
      document.add(new TextField(Fields.ENGLISH, indexed, Field.Store.NO));
    }
    String hash = Passages.hash(script, indexed);
    document.add(new StringField(Fields.HASH, hash, Field.Store.NO));
    document.add(new SortedDocValuesField(Fields.HASH, new BytesRef(hash)));
    document.add(new SortedDocValuesField(Fields.LANGUAGE, new BytesRef(script.name())));
    document.add(new StoredField(Fields.START, passage.start()));
    document.add(new StoredField(Fields.END, passage.end()));
    document.add(new StoredField(Fields.HEADING, passage.heading()));
    return document;
  }

  private static Document parent(String id, FileState file) {
    var parent = new Document();
    parent.add(new StringField(Fields.DOCUMENT, id, Field.Store.YES));
    parent.add(new SortedDocValuesField(Fields.DOCUMENT, new BytesRef(id)));
    parent.add(new StringField(Fields.PARENT, "", Field.Store.NO));
    parent.add(new NumericDocValuesField(Fields.SIZE, file.size()));
    parent.add(new NumericDocValuesField(Fields.MODIFIED, file.modifiedMillis()));
    parent.add(new SortedDocValuesField(Fields.DIGEST, new BytesRef(file.digest())));
    parent.add(new SortedDocValuesField(Fields.FAILURE, new BytesRef(file.failure())));
    return parent;
  }
}
