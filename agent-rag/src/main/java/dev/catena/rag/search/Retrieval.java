package dev.catena.rag.search;

import dev.catena.rag.index.Embedder;
import dev.catena.rag.index.IndexView;
import dev.catena.rag.index.Languages;
import dev.catena.rag.index.PassageIndex;
import dev.catena.rag.ingest.Script;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the passages for a question and cuts them to the sentences that matter. Safe for use by many threads.
public final class Retrieval {
  /// Hits of each leg: enough for the mean and the deviation that fusion needs. It is also Lucene's search effort in the graph
  /// of vectors, where a small number costs recall.
  private static final int MIN_DEPTH = 100;
  private static final int DEPTH_PER_PASSAGE = 10;
  /// Passages whose sentences compete for the places.
  private static final int CANDIDATES_PER_PASSAGE = 2;
  /// A question longer than this says enough with its beginning.
  private static final int MAX_EMBEDDED_CHARACTERS = 2_000;

  private final PassageIndex index;
  private final Languages languages;
  private final Limits limits;

  /// A retrieval over an index.
  ///
  /// @param index the index; not closed by this object
  /// @param languages the models its passages were embedded by
  /// @param limits how much is returned
  public Retrieval(PassageIndex index, Languages languages, Limits limits) {
    this.index = index;
    this.languages = languages;
    this.limits = limits;
  }

  /// The passages for a question.
  ///
  /// @param query the question, with the conversation before it in its metadata
  /// @return [Excerpt]s as contents, best first; empty when nothing fits, and for a greeting or thanks
  public List<Content> retrieve(Query query) {
    Question question = Question.of(query);
    if (Greeting.isAllOf(question.text())) {
      return List.of();
    }
    try (IndexView view = index.view()) {
      List<Candidate> candidates = rank(view, question, CANDIDATES_PER_PASSAGE * limits.maxPassages());
      return new Cut(question, limits, view::rarity).of(candidates);
    }
  }

  /// The ranking behind [#retrieve], for measurements.
  ///
  /// @param query the question, with the conversation before it in its metadata
  /// @param count how many passages at most
  /// @return whole passages with the scores of both legs, best first
  public List<Candidate> rank(Query query, int count) {
    try (IndexView view = index.view()) {
      return rank(view, Question.of(query), count);
    }
  }

  /// A question is compared with the vectors of its own language's model only; over the others words are the bridge.
  private List<Candidate> rank(IndexView view, Question question, int count) {
    int depth = Math.max(MIN_DEPTH, DEPTH_PER_PASSAGE * limits.maxPassages());
    Map<Integer, Float> words = view.words(question.weighted(), depth);
    double attainable = view.attainable(question.weighted());
    Optional<EmbeddingModel> model = languages.model(Script.of(question.text())).filter(view::hasVectors);
    Map<Integer, Float> cosines =
        model.isEmpty() ? Map.of() : view.nearest(model.get(), vector(model.get(), question), depth);
    Map<Integer, Double> scores = cosines.isEmpty()
        ? Fusion.ofWords(words, attainable)
        : Fusion.fuse(words, attainable, cosines, CosineScale.of(model.orElseThrow(), cosines.values()));
    return scores.entrySet().stream()
        .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .limit(count)
        .map(hit -> new Candidate(
            view.passage(hit.getKey()), words.get(hit.getKey()), cosines.get(hit.getKey()), hit.getValue()))
        .toList();
  }

  private float[] vector(EmbeddingModel model, Question question) {
    List<String> texts = question.weighted().keySet().stream()
        .filter(text -> languages.model(Script.of(text)).filter(model::equals).isPresent())
        .map(text -> view(text))
        .toList();
    List<Embedding> vectors = Embedder.embed(model, texts, EmbeddingInputType.QUERY);
    float[] sum = vectors.getFirst().vector().clone();
    if (vectors.size() > 1) {
      float[] previous = vectors.get(1).vector();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += Question.WEIGHT_OF_PREVIOUS * previous[i];
      }
    }
    return sum;
  }

  private static String view(String text) {
    return text.length() <= MAX_EMBEDDED_CHARACTERS ? text : text.substring(0, MAX_EMBEDDED_CHARACTERS);
  }
}
