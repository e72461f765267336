package dev.catena.benchmarks;

import dev.catena.embed.Embeddings;
import dev.catena.rag.index.Languages;
import dev.catena.rag.index.PassageIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.rag.search.Candidate;
import dev.catena.rag.search.Limits;
import dev.catena.rag.search.Retrieval;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The right document for a question: words alone, vectors alone, both.
///
/// A document's score is that of its best passage. The index and its vectors are kept below `target`, so a second run embeds
/// only the questions.
final class RetrievalQuality implements Benchmark {
  private static final int DEPTH = 100;
  private static final Duration PATIENCE = Duration.ofHours(2);

  private static final int DOCUMENTS = 500;
  private static final int QUESTIONS = 400;
  private static final List<Part> PARTS = List.of(
      new Part("scifact", 0.86, 0.735),
      new Part("zh-cmrc2018", 0.98, 0.98),
      new Part("xquad/en", 0.97, 0.97),
      new Part("xquad/zh", 0.97, 0.97));

  @Override
  public String name() {
    return "retrieval";
  }

  @Override
  public String describe() {
    return "the right document by words, by vectors, by both; public collections in $CATENA_DATA; --limit documents of each";
  }

  /// Documents of each collection.
  @Override
  public int whole() {
    return DOCUMENTS;
  }

  @Override
  public Report run(int limit, PrintWriter out) throws Exception {
    Path data = Path.of(System.getenv().getOrDefault("CATENA_DATA", "data"));
    Path work = Path.of(System.getenv().getOrDefault("CATENA_PROJECT", "."), "benchmarks/target/retrieval");
    var goals = new ArrayList<Report.Goal>();
    var values = new LinkedHashMap<String, Object>();
    for (Part part : PARTS) {
      if (Files.isDirectory(data.resolve(part.name()))) {
        measure(part, data, work, limit, out, goals, values);
      } else {
        out.printf("%s: not in %s, left out%n", part.name(), data);
      }
    }
    return new Report(goals, values);
  }

  private static void measure(Part part, Path data, Path work, int limit, PrintWriter out, List<Report.Goal> goals,
      Map<String, Object> values) throws IOException, InterruptedException {
    Collection whole = Collection.read(data.resolve(part.name()));
    Collection collection = whole.limited(limit, QUESTIONS);
    boolean all = collection.documents().size() == whole.documents().size();
    out.printf("%s: %,d of %,d documents, %,d of %,d questions%n", part.name(), collection.documents().size(),
        whole.documents().size(), collection.questions().size(), whole.questions().size());
    Path folder = work.resolve(part.name().replace('/', '-') + "-" + collection.documents().size());
    collection.write(folder.resolve("documents"));
    var languages = new Languages(Embeddings.bundled());
    try (var index = PassageIndex.open(folder.resolve("index"), languages, InstantSource.system())) {
      long start = System.nanoTime();
      index.sync(folder.resolve("documents"), SyncListener.NONE);
      long indexed = System.nanoTime();
      if (!index.awaitVectors(PATIENCE)) {
        throw new IllegalStateException("the vectors are not there: " + index.vectors());
      }
      out.printf(Locale.ROOT, "  indexed in %.1f s, then %s in %.1f s%n", (indexed - start) / 1e9, index.vectors(),
          (System.nanoTime() - indexed) / 1e9);
      var retrieval = new Retrieval(index, languages, Limits.defaults());
      var legs = new LinkedHashMap<String, Score>();
      collection.questions().forEach((id, question) -> {
        Set<String> relevant = collection.relevant().getOrDefault(id, Set.of());
        if (!relevant.isEmpty()) {
          List<Candidate> found = retrieval.rank(Query.from(question), 2 * DEPTH);
          legs.computeIfAbsent("words", _ -> new Score()).add(documents(found, Candidate::words), relevant);
          legs.computeIfAbsent("vectors", _ -> new Score()).add(documents(found, Candidate::cosine), relevant);
          legs.computeIfAbsent("both", _ -> new Score()).add(documents(found, hit -> (float) hit.score()), relevant);
        }
      });
      legs.forEach((leg, score) -> {
        out.printf(Locale.ROOT, "  %-8s nDCG@10 %.4f  recall@3 %.4f  recall@100 %.4f%n", leg, score.ndcg(), score.recall3(),
            score.recall100());
        values.put(part.name() + " " + leg, score.values());
      });
      goals.add(Report.Goal.atLeast(part.name(), Objects.requireNonNull(legs.get("both")).ndcg(), all ? part.goalOfAll() : part.goal()));
    }
  }

  /// The documents by the score of their best passage; a passage without a score is not found.
  private static List<String> documents(List<Candidate> found, Function<Candidate, @Nullable Float> score) {
    var best = new LinkedHashMap<String, Float>();
    for (Candidate hit : found) {
      Float value = score.apply(hit);
      if (value != null) {
        best.merge(hit.passage().document().replaceFirst("\\.md$", ""), value, Math::max);
      }
    }
    return best.entrySet().stream()
        .sorted(Map.Entry.<String, Float>comparingByValue().reversed())
        .limit(DEPTH)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// @param name of the collection
  /// @param goal for nDCG@10 of both legs together over some of its documents
  /// @param goalOfAll the same over all of them, which is harder
  private record Part(String name, double goal, double goalOfAll) {}

  /// Means over the questions.
  private static final class Score {
    private int questions;
    private double ndcg;
    private double recall3;
    private double recall100;

    void add(List<String> ranked, Set<String> relevant) {
      questions++;
      ndcg += Ranking.ndcg10(ranked, relevant);
      recall3 += Ranking.recall(ranked, relevant, 3);
      recall100 += Ranking.recall(ranked, relevant, DEPTH);
    }

    double ndcg() {
      return ndcg / questions;
    }

    double recall3() {
      return recall3 / questions;
    }

    double recall100() {
      return recall100 / questions;
    }

    Map<String, Double> values() {
      return Map.of("ndcg10", rounded(ndcg()), "recall3", rounded(recall3()), "recall100", rounded(recall100()));
    }

    private static double rounded(double value) {
      return Math.round(value * 10_000) / 10_000.0;
    }
  }
}
