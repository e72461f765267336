package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.local.LocalModel;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.samples.command.DocumentBot;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Right and cited answers over a small document set: closed book, citations by prompt, ours; the same weights.
final class Answers implements Benchmark {
  private static final int MAX_WORDS = 60;
  private static final int MAX_HAN = 120;
  private static final int MAX_CITATIONS = 2;
  private static final Pattern MARK = Pattern.compile("\\[(\\d)]");
  private static final Pattern DECLINED =
      Pattern.compile(
          "(do|does) not (say|mention|state|specify|provide|tell)|not (mentioned|stated|specified|provided)|no information"
              + "|don't know|没有说明|没有提到|未提及|没有提及|未说明|不知道");
  private static final String BY_PROMPT =
      "Answer the question from the numbered passages in one short sentence and put the number of the passage that holds the "
          + "answer behind it, as [1]. If no passage holds it, say: The documents do not say. (文档没有说明。)\n\n";

  @Override
  public String name() {
    return "answers";
  }

  @Override
  public String describe() {
    return "right and cited answers on qwen2.5-coder-1.5b: closed book, citations by prompt, ours (--limit N of 40)";
  }

  @Override
  public int whole() {
    return 40;
  }

  @Override
  public Report run(int limit, PrintWriter out) throws Exception {
    Path data = Path.of(System.getenv().getOrDefault("CATENA_PROJECT", "."), "benchmarks/src/main/resources/answers");
    JsonNode set = new ObjectMapper().readTree(data.resolve("questions.json").toFile());
    Path work = Files.createTempDirectory("catena-answers");
    try (LocalModel model = LocalModel.open();
        LuceneIndex index = DocumentBot.index(work)) {
      index.sync(data.resolve("documents"), SyncListener.NONE);
      if (!index.awaitVectors(Duration.ofMinutes(5))) {
        throw new IllegalStateException("no vectors after 5 minutes: " + index.vectors());
      }
      Agent agent =
          DocumentBot.over(index, model, (run, event) -> {});
      return measure(set, limit, model, index, agent, out);
    }
  }

  private static Report measure(
      JsonNode set, int limit, LocalModel model, LuceneIndex index, Agent agent, PrintWriter out) {
    Map<String, Integer> right = new LinkedHashMap<>();
    int onlyOurs = 0;
    int onlyPrompt = 0;
    int needless = 0;
    int toolsOn = 0;
    int asked = 0;
    for (JsonNode question : first(set.get("questions"), limit)) {
      String text = question.get("question").asText();
      boolean closed = holds(text(model.chat(text)), question.get("answers"));
      boolean prompted = byPrompt(question, model, index);
      Outcome outcome = agent.run(Request.of(text));
      boolean ours = outcome instanceof Outcome.Answered done && right(done, question);
      String language = question.get("language").asText();
      right.merge("closed", closed ? 1 : 0, Integer::sum);
      right.merge("prompt", prompted ? 1 : 0, Integer::sum);
      right.merge("ours", ours ? 1 : 0, Integer::sum);
      right.merge("ours-" + language, ours ? 1 : 0, Integer::sum);
      onlyOurs += ours && !prompted ? 1 : 0;
      onlyPrompt += prompted && !ours ? 1 : 0;
      asked++;
      if (question.get("toolsOn").asBoolean()) {
        toolsOn++;
        needless += outcome.toolCalls().isEmpty() ? 0 : 1;
      }
      if (!ours) {
        out.printf("miss %s: %s%n", question.get("id").asText(), shown(outcome));
      }
    }
    int declined = 0;
    List<JsonNode> unanswerable = first(set.get("unanswerable"), limit);
    for (JsonNode question : unanswerable) {
      Outcome outcome = agent.run(Request.of(question.get("question").asText()));
      boolean said = outcome instanceof Outcome.Answered done && DECLINED.matcher(done.text()).find();
      declined += said ? 1 : 0;
      if (!said) {
        out.printf("not declined %s: %s%n", question.get("id").asText(), shown(outcome));
      }
    }
    int sums = 0;
    for (JsonNode sum : set.get("sums")) {
      Outcome outcome = agent.run(Request.of(sum.get("question").asText()));
      boolean good = outcome.toolCalls().stream().anyMatch(call -> call.name().equals("calculate"));
      sums += good ? 1 : 0;
      if (!good) {
        out.printf("no call %s: %s%n", sum.get("id").asText(), shown(outcome));
      }
    }
    for (String column : List.of("closed", "prompt", "ours")) {
      int hits = right.getOrDefault(column, 0);
      out.printf("%-8s right %d of %d %s %%%n", column, hits, asked, Statistics.wilson(hits, asked));
    }
    double p = Statistics.mcNemarOfBetter(onlyPrompt, onlyOurs);
    out.printf("asked %d of %d questions, %d of %d unanswerable%n", asked, set.get("questions").size(), unanswerable.size(), set.get("unanswerable").size());
    var values = new LinkedHashMap<String, Object>(right);
    values.put("asked", asked);
    values.put("askedUnanswerable", unanswerable.size());
    values.put("askedToolsOn", toolsOn);
    return new Report(
        List.of(
            Report.Goal.atLeast("right", right.getOrDefault("ours", 0), 26),
            Report.Goal.atLeast("right-en", right.getOrDefault("ours-en", 0), 11),
            Report.Goal.atLeast("right-zh", right.getOrDefault("ours-zh", 0), 11),
            Report.Goal.below("mcnemar", p, 0.05),
            Report.Goal.atLeast("declined", declined, 7),
            Report.Goal.atMost("needless", needless, 2),
            Report.Goal.atLeast("sums", sums, 5)),
        values);
  }

  private static boolean byPrompt(JsonNode question, LocalModel model, LuceneIndex index) {
    String text = question.get("question").asText();
    List<Content> passages = index.retrieve(Query.from(text));
    StringBuilder prompt = new StringBuilder(BY_PROMPT);
    for (int i = 0; i < passages.size(); i++) {
      prompt.append("[%d] %s%n%n".formatted(i + 1, passages.get(i).textSegment().text()));
    }
    String answer = text(model.chat(prompt.append("Question: ").append(text).toString()));
    Matcher mark = MARK.matcher(answer);
    if (!shortEnough(answer) || !holds(answer, question.get("answers")) || !mark.find()) {
      return false;
    }
    int number = Integer.parseInt(mark.group(1));
    if (number < 1 || number > passages.size() || MARK.matcher(answer).results().count() > MAX_CITATIONS) {
      return false;
    }
    Content cited = passages.get(number - 1);
    return question.get("document").asText().equals(cited.textSegment().metadata().getString("document"))
        && holds(cited.textSegment().text(), question.get("answers"));
  }

  private static boolean right(Outcome.Answered done, JsonNode question) {
    return holds(done.text(), question.get("answers"))
        && shortEnough(done.text())
        && !done.citations().isEmpty()
        && done.citations().size() <= MAX_CITATIONS
        && done.citations().getFirst().document().equals(question.get("document").asText())
        && holds(done.citations().getFirst().quote(), question.get("answers"));
  }

  /// Case does not matter; a spelling that begins with a digit must not stand inside a longer number.
  private static boolean holds(String text, JsonNode answers) {
    for (JsonNode answer : answers) {
      String spelling = Pattern.quote(answer.asText().toLowerCase(Locale.ROOT));
      String guard = Character.isDigit(answer.asText().charAt(0)) ? "(?<![\\d.,])" : "";
      if (Pattern.compile(guard + spelling).matcher(text.toLowerCase(Locale.ROOT)).find()) {
        return true;
      }
    }
    return false;
  }

  private static boolean shortEnough(String text) {
    long han = text.codePoints().filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN).count();
    return han > 0 ? han <= MAX_HAN : Pattern.compile("\\s+").splitAsStream(text.strip()).count() <= MAX_WORDS;
  }

  private static String text(String reply) {
    return reply == null ? "" : reply;
  }

  private static String shown(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered done -> (done.text() + " " + done.citations()).replaceAll("\\R", " ");
      case Outcome.LimitReached limit -> limit.message();
      case Outcome.AwaitingApproval wait -> "waits";
      case Outcome.Cancelled stopped -> stopped.reason();
      case Outcome.Failed failure -> failure.message();
    };
  }

  private static List<JsonNode> first(JsonNode array, int limit) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list.subList(0, Math.min(limit, list.size()));
  }
}
