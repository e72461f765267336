package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;

/// The index as it is at one moment. Numbers of passages are valid in the view they came from. For one thread.
public final class IndexView implements AutoCloseable {
  private static final Analyzer QUESTIONS = Analysis.ofQuestions();
  /// Words and bigrams say the same thing twice: each counts half.
  private static final Map<String, Float> FIELDS = Map.of(Fields.ENGLISH, 1f, Fields.WORDS, 0.5f, Fields.BIGRAMS, 0.5f);
  /// Each passage is in one of the two.
  private static final List<String> EITHER = List.of(Fields.ENGLISH, Fields.BIGRAMS);
  /// A text that stands in more passages than this for each wanted hit is a licence header or the like.
  private static final int COPIES = 4;

  /// A question longer than this says enough with its first terms.
  private static final int MAX_TERMS = 512;

  private final IndexSearcher searcher;
  private final BitSetProducer parents;
  private final AutoCloseable release;
  private final Map<Integer, Document> parentsRead = new HashMap<>();

  IndexView(IndexSearcher searcher, BitSetProducer parents, AutoCloseable release) {
    this.searcher = searcher;
    this.parents = parents;
    this.release = release;
  }

  /// The words leg: BM25 over all languages at once.
  ///
  /// @param questions texts to search for, each with its weight; no character of theirs has a special meaning
  /// @param depth how many passages at most
  /// @return passages and their BM25 scores, best first; empty when the texts hold nothing but function words
  public Map<Integer, Float> words(Map<String, Float> questions, int depth) {
    var clauses = new LinkedHashMap<Term, Float>();
    questions.forEach((text, weight) ->
        FIELDS.forEach((field, share) -> terms(field, text, term -> clauses.merge(term, weight * share, Float::sum))));
    if (clauses.isEmpty()) {
      return Map.of();
    }
    var query = new BooleanQuery.Builder();
    clauses.entrySet().stream()
        .limit(MAX_TERMS)
        .forEach(clause -> query.add(new BoostQuery(new TermQuery(clause.getKey()), clause.getValue()), Occur.SHOULD));
    return hits(query.build(), depth);
  }

  /// The BM25 score of a passage in which every term of the texts stands many times: what [#words] could give at most.
  ///
  /// @param questions texts, each with its weight
  /// @return 0 when the texts hold nothing but function words
  public double attainable(Map<String, Float> questions) {
    var weights = new HashMap<String, Double>();
    questions.forEach((text, weight) ->
        Terms.of(text).forEach(term -> weights.merge(term.text(), (double) weight, Math::max)));
    return weights.entrySet().stream().mapToDouble(term -> term.getValue() * inverseFrequency(term.getKey())).sum();
  }

  /// The vectors leg.
  ///
  /// @param model whose vectors are searched
  /// @param vector the question in that model; of any length
  /// @param depth how many passages at most
  /// @return passages and their cosines, -1 to 1, best first
  public Map<Integer, Float> nearest(EmbeddingModel model, float[] vector, int depth) {
    String field = Fields.vectorOf(Languages.nameOf(model));
    float[] unit = VectorUtil.l2normalize(vector.clone());
    var cosines = new HashMap<String, Float>();
    hits(new KnnFloatVectorQuery(field, unit, depth), depth)
        .forEach((vectorDocument, score) -> cosines.put(value(vectorDocument, Fields.VECTOR), 2 * score - 1));
    return passagesOf(cosines, depth);
  }

  /// Whether a model has embedded anything here: if not, the question need not be embedded either.
  ///
  /// @param model the model
  /// @return whether there is a vector of it
  public boolean hasVectors(EmbeddingModel model) {
    return reading(() -> searcher.getIndexReader().docFreq(new Term(Fields.MODEL, Languages.nameOf(model))) > 0);
  }

  /// Reads a passage.
  ///
  /// @param passage a number this view returned
  /// @return the passage
  public StoredPassage passage(int passage) {
    return reading(() -> {
      Document stored = searcher.storedFields().document(passage);
      Document parent = parentOf(passage);
      int start = stored.getField(Fields.START).numericValue().intValue();
      int end = stored.getField(Fields.END).numericValue().intValue();
      return new StoredPassage(parent.get(Fields.DOCUMENT), parent.get(Fields.TITLE), stored.get(Fields.HEADING), start, end,
          parent.get(Fields.TEXT).substring(start, end), Script.valueOf(value(passage, Fields.LANGUAGE)));
    });
  }

  /// A passage with a given text.
  int anyWith(String hash) {
    return hits(new TermQuery(new Term(Fields.HASH, hash)), 1).keySet().iterator().next();
  }

  /// How rare a term is among the passages: 1 for one that is in none of them, near 0 for one that is in all.
  ///
  /// @param term the text of a term that [Terms] found
  /// @return the inverse document frequency of BM25 divided by its maximum
  public float rarity(String term) {
    return (float) (inverseFrequency(term) / reading(() -> idf(0, passages())));
  }

  private double inverseFrequency(String term) {
    return reading(() -> {
      int holding = 0;
      for (String field : EITHER) {
        holding += searcher.getIndexReader().docFreq(new Term(field, term));
      }
      return idf(holding, passages());
    });
  }

  private int passages() throws IOException {
    int passages = 0;
    for (String field : EITHER) {
      passages += searcher.getIndexReader().getDocCount(field);
    }
    return passages;
  }

  VectorCensus census(Languages languages) {
    return reading(() -> VectorCensus.of(searcher.getIndexReader(), languages));
  }

  @Override
  public void close() {
    try {
      release.close();
    } catch (Exception e) {
      throw new IllegalStateException("the view of the index is not released: " + e.getMessage(), e);
    }
  }

  private static double idf(int holding, int passages) {
    return Math.log(1 + (passages - holding + 0.5) / (holding + 0.5));
  }

  private Map<Integer, Float> hits(Query query, int depth) {
    return reading(() -> {
      var hits = new LinkedHashMap<Integer, Float>();
      for (ScoreDoc hit : searcher.search(query, depth).scoreDocs) {
        hits.put(hit.doc, hit.score);
      }
      return hits;
    });
  }

  /// From the hashes of texts to the passages with these texts, best first.
  private Map<Integer, Float> passagesOf(Map<String, Float> cosines, int depth) {
    if (cosines.isEmpty()) {
      return Map.of();
    }
    Collection<BytesRef> hashes = cosines.keySet().stream().map(BytesRef::new).toList();
    var passages = hits(new TermInSetQuery(Fields.HASH, hashes), COPIES * depth);
    passages.replaceAll((passage, _) -> Objects.requireNonNull(cosines.get(value(passage, Fields.HASH))));
    var sorted = new LinkedHashMap<Integer, Float>();
    passages.entrySet().stream()
        .sorted(Map.Entry.<Integer, Float>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .forEach(hit -> sorted.put(hit.getKey(), hit.getValue()));
    return sorted;
  }

  /// A block's parent is its last document.
  private Document parentOf(int passage) throws IOException {
    LeafReaderContext leaf = leaf(passage);
    BitSet parentsOfLeaf = Objects.requireNonNull(parents.getBitSet(leaf), "a passage without a parent");
    int parent = leaf.docBase + parentsOfLeaf.nextSetBit(passage - leaf.docBase);
    Document known = parentsRead.get(parent);
    if (known == null) {
      known = searcher.storedFields().document(parent, Set.of(Fields.DOCUMENT, Fields.TITLE, Fields.TEXT));
      parentsRead.put(parent, known);
    }
    return known;
  }

  private String value(int document, String field) {
    return reading(() -> {
      LeafReaderContext leaf = leaf(document);
      SortedDocValues values = DocValues.getSorted(leaf.reader(), field);
      if (!values.advanceExact(document - leaf.docBase)) {
        throw new IllegalStateException("document %d of the index has no %s".formatted(document, field));
      }
      return values.lookupOrd(values.ordValue()).utf8ToString();
    });
  }

  private LeafReaderContext leaf(int document) {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    return leaves.get(ReaderUtil.subIndex(document, leaves));
  }

  private static void terms(String field, String text, Consumer<Term> terms) {
    reading(() -> {
      try (TokenStream tokens = QUESTIONS.tokenStream(field, text)) {
        var bytes = tokens.addAttribute(TermToBytesRefAttribute.class);
        tokens.reset();
        while (tokens.incrementToken()) {
          terms.accept(new Term(field, BytesRef.deepCopyOf(bytes.getBytesRef())));
        }
        tokens.end();
        return bytes;
      }
    });
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the index cannot be read (if it is damaged, delete its folder and synchronise again): " + e.getMessage(), e);
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }
}
