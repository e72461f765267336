package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catena.knowledge.Citation;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.rag.search.Evidence;
import dev.catena.samples.command.DocumentBot;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// The right sentence within the document bot's budget, and the right citation, without a language model: for development.
final class PassageQuality implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int QUESTIONS = 96;

  private int answerable;
  private int found;
  private int first;
  private int characters;
  private int foreign;
  private int supported;
  private int cited;
  private int citedRight;
  private int citedWithoutSupport;
  private final List<Double> supportOfAnswerable = new ArrayList<>();
  private final List<Double> supportOfOthers = new ArrayList<>();

  @Override
  public String name() {
    return "passages";
  }

  @Override
  public String describe() {
    return "the right sentence within the document bot's budget, and the right citation; no language model, free to tune on";
  }

  /// Questions.
  @Override
  public int whole() {
    return QUESTIONS;
  }

  @Override
  public Report run(int limit, PrintWriter out) throws Exception {
    Path root = Path.of(System.getenv().getOrDefault("CATENA_PROJECT", "."), "benchmarks");
    Path set = root.resolve("src/main/resources/passages");
    JsonNode questions = new ObjectMapper().readTree(set.resolve("questions.json").toFile());
    try (LuceneIndex index = DocumentBot.index(root.resolve("target/passages"))) {
      index.sync(set.resolve("documents"), SyncListener.NONE);
      if (!index.awaitVectors(PATIENCE)) {
        throw new IllegalStateException("the vectors are not there: " + index.vectors());
      }
      for (int i = 0; i < Math.min(limit, questions.size()); i++) {
        ask(index, questions.get(i), out);
      }
    }
    out.printf(Locale.ROOT, "shown %d of %d, right document first %d; %.0f characters a question, %.0f of them from another document%n",
        found, answerable, first, (double) characters / Math.min(limit, questions.size()), (double) foreign / answerable);
    out.printf("supported sentences: %d of %d cited, %d of them right; unsupported ones cited: %d of %d%n", cited, supported,
        citedRight, citedWithoutSupport, answerable);
    Report.Goal shown = Report.Goal.atLeast("shown", (double) found / answerable, 0.95);
    var values = new LinkedHashMap<String, Object>();
    values.put("questions", answerable);
    values.put("firstDocument", (double) first / answerable);
    values.put("citationRecall", (double) citedRight / supported);
    values.put("citationPrecision", (double) citedRight / (cited + citedWithoutSupport));
    if (supportOfOthers.isEmpty()) {
      return new Report(List.of(shown), values);
    }
    values.put("evidenceAuc", auc(supportOfAnswerable, supportOfOthers));
    out.printf(Locale.ROOT, "evidence: median %.2f where the documents answer, %.2f in %d questions where they do not%n",
        Statistics.median(supportOfAnswerable), Statistics.median(supportOfOthers), supportOfOthers.size());
    return new Report(List.of(shown), values);
  }

  private void ask(LuceneIndex index, JsonNode question, PrintWriter out) {
    String text = question.get("question").asText();
    List<Content> shown = index.retrieve(Query.from(text));
    characters += shown.stream().mapToInt(content -> content.textSegment().text().length()).sum();
    double support = Evidence.of(shown).strength();
    if (!question.has("document")) {
      supportOfOthers.add(support);
      return;
    }
    supportOfAnswerable.add(support);
    answerable++;
    String document = question.get("document").asText();
    String answer = question.get("answer").asText();
    boolean right = shown.stream().anyMatch(content -> isFrom(content, document) && content.textSegment().text().contains(answer));
    found += right ? 1 : 0;
    foreign += shown.stream()
        .filter(content -> !isFrom(content, document))
        .mapToInt(content -> content.textSegment().text().length())
        .sum();
    boolean isFirst = !shown.isEmpty() && isFrom(shown.getFirst(), document);
    first += isFirst ? 1 : 0;
    if (!right || !isFirst) {
      out.printf("%s: %s%n", right ? "second" : "MISSED", text);
      shown.forEach(content -> out.printf("    %s: %s%n", content.textSegment().metadata().getString("document"),
          content.textSegment().text().replace('\n', '/')));
    }
    for (String kind : List.of("supported", "reworded")) {
      if (right && question.has(kind)) {
        citeSupported(index, question.get(kind).asText(), shown, document, answer, out);
      }
    }
    List<Citation> wrong = index.cite(question.get("unsupported").asText(), shown);
    citedWithoutSupport += wrong.isEmpty() ? 0 : 1;
    wrong.forEach(citation -> out.printf("WRONGLY CITED: %s -> %s%n", question.get("unsupported").asText(), citation.quote()));
  }

  private void citeSupported(
      LuceneIndex index, String statement, List<Content> shown, String document, String answer, PrintWriter out) {
    supported++;
    List<Citation> citations = index.cite(statement, shown);
    cited += citations.isEmpty() ? 0 : 1;
    if (citations.stream().anyMatch(citation -> citation.document().equals(document) && citation.quote().contains(answer))) {
      citedRight++;
    } else {
      out.printf("NOT CITED: %s -> %s%n", statement, citations.stream().map(Citation::quote).toList());
    }
  }

  private static boolean isFrom(Content content, String document) {
    return document.equals(content.textSegment().metadata().getString("document"));
  }

  /// The area under the receiver operating characteristic: how often a positive has the higher score, ties half.
  static double auc(List<Double> positives, List<Double> negatives) {
    double wins = 0;
    for (double positive : positives) {
      for (double negative : negatives) {
        wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
      }
    }
    return wins / ((double) positives.size() * negatives.size());
  }
}
