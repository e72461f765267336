package dev.catena.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How long a newcomer waits for the first word of `./catena ask`: whole processes of the launcher, with its AOT cache and
/// without, in turns; built, page cache warm, fixed prefix restored.
final class FirstToken implements Benchmark {
  private static final int RUNS = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration RECORDING = Duration.ofSeconds(60);
  private static final List<String> QUESTIONS =
      List.of(
          "When does the Kestrel bookshop close on Saturdays?",
          "满多少元免送货费？",
          "How much is a ticket for a reading?",
          "图书收到后多少天内可以退货？",
          "Are vouchers paid out in cash?",
          "郊区的订单什么时候送到？");

  private final Path project = Path.of(System.getenv().getOrDefault("CATENA_PROJECT", ".")).toAbsolutePath();
  private final Path target = project.resolve("samples/target");
  private final Path errors = project.resolve("benchmarks/target/first-token.log");

  @Override
  public String name() {
    return "first-token";
  }

  @Override
  public String describe() {
    return "./catena ask from start to first token: with the AOT cache against without (--limit N of " + RUNS + " runs each)";
  }

  @Override
  public int whole() {
    return RUNS;
  }

  @Override
  public Report run(int runs, PrintWriter out) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean cached = prepare(out);
    List<Ask> with = new ArrayList<>();
    List<Ask> without = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      if (System.nanoTime() > deadline) {
        out.printf("left out: runs %d to %d, because %d minutes are over%n", run + 1, runs, PATIENCE.toMinutes());
        break;
      }
      String question = QUESTIONS.get(run % QUESTIONS.size());
      if (cached) {
        keep(ask(question, true), with, question, out);
      }
      keep(ask(question, false), without, question, out);
    }
    if (runs < RUNS) {
      out.printf("left out by --limit: %d of %d runs of each kind%n", RUNS - runs, RUNS);
    }
    if (!cached) {
      out.println("left out: the runs with the AOT cache, for the launcher recorded none; see samples/target/aot.log");
    }
    out.println("milliseconds, median (lowest to highest); felt: from the start of the launcher, with the process's end");
    show(with, "AOT cache", out);
    show(without, "no AOT cache", out);
    return report(cached ? with : without, without);
  }

  /// Builds, records a new AOT cache of what was built, and computes what the second `ask` finds: index, prefix, page cache.
  ///
  /// @return whether there is an AOT cache
  private boolean prepare(PrintWriter out) throws IOException, InterruptedException {
    Path cache = target.resolve("catena.aot");
    Files.deleteIfExists(cache);
    ask(QUESTIONS.getFirst(), true);
    long deadline = System.nanoTime() + RECORDING.toNanos();
    while ((!Files.exists(cache) || Files.exists(target.resolve("recording"))) && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
    boolean recorded = Files.exists(cache);
    ask(QUESTIONS.getFirst(), recorded);
    out.printf("%d questions over samples/src/test/resources/documents, default model; one ask each way warms up%n", QUESTIONS.size());
    return recorded;
  }

  private static void keep(Ask ask, List<Ask> kept, String question, PrintWriter out) {
    if (ask.answered()) {
      kept.add(ask);
    } else {
      out.printf("left out: '%s' was %s%n", question, ask.outcome());
    }
  }

  private Ask ask(String question, boolean cache) throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(
                project.resolve("catena").toString(),
                "ask",
                "--json",
                "--docs",
                project.resolve("samples/src/test/resources/documents").toString(),
                question)
            .directory(project.toFile())
            .redirectError(errors.toFile());
    command.environment().remove("CATENA_NO_AOT");
    if (!cache) {
      command.environment().put("CATENA_NO_AOT", "1");
    }
    long began = System.nanoTime();
    Process process = command.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    double wallMillis = (System.nanoTime() - began) / 1e6;
    if (output.isBlank()) {
      throw new IllegalStateException("./catena ask ended with status %d: %s".formatted(status, Files.readString(errors).strip()));
    }
    return Ask.of(output, wallMillis);
  }

  private static void show(List<Ask> asks, String kind, PrintWriter out) {
    if (!asks.isEmpty()) {
      out.printf(
          "  %-13s %d runs: model ready %s   first token %s   felt %s   prompt tokens computed %s%n",
          kind,
          asks.size(),
          spread(asks, Ask::startMillis),
          spread(asks, Ask::firstTokenMillis),
          spread(asks, Ask::feltMillis),
          spread(asks, Ask::prefillTokens));
    }
  }

  private static Report report(List<Ask> asks, List<Ask> without) {
    if (asks.isEmpty() || without.isEmpty()) {
      throw new IllegalStateException("no question was answered; try: ./catena ask --json \"" + QUESTIONS.getFirst() + "\"");
    }
    Map<String, Object> values = new LinkedHashMap<>(values(asks));
    values.put("withoutAot", values(without));
    return new Report(
        List.of(
            Report.Goal.atMost("firstTokenMillis", median(asks, Ask::firstTokenMillis), 10_000),
            Report.Goal.atMost("startMillis", median(asks, Ask::startMillis), 3_000),
            Report.Goal.atMost("prefillTokens", max(asks, Ask::prefillTokens), 240)),
        values);
  }

  private static Map<String, Object> values(List<Ask> asks) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("runs", asks.size());
    values.put("startMillis", median(asks, Ask::startMillis));
    values.put("firstTokenMillis", median(asks, Ask::firstTokenMillis));
    values.put("firstTokenMillisMax", max(asks, Ask::firstTokenMillis));
    values.put("feltMillis", median(asks, Ask::feltMillis));
    values.put("wallMillis", median(asks, Ask::wallMillis));
    values.put("prefillTokens", median(asks, Ask::prefillTokens));
    values.put("cachedTokens", median(asks, Ask::cachedTokens));
    return values;
  }

  private static String spread(List<Ask> asks, ToDoubleFunction<Ask> figure) {
    List<Double> values = values(asks, figure);
    return String.format(
        Locale.ROOT, "%.0f (%.0f to %.0f)", Statistics.median(values), Collections.min(values), Collections.max(values));
  }

  private static double median(List<Ask> asks, ToDoubleFunction<Ask> figure) {
    return Statistics.median(values(asks, figure));
  }

  private static double max(List<Ask> asks, ToDoubleFunction<Ask> figure) {
    return Collections.max(values(asks, figure));
  }

  private static List<Double> values(List<Ask> asks, ToDoubleFunction<Ask> figure) {
    return asks.stream().map(figure::applyAsDouble).toList();
  }
}
