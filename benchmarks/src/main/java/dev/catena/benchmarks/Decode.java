package dev.catena.benchmarks;

import dev.catena.local.store.ModelStore;
import dev.catena.local.store.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reading and writing speed of [dev.catena.local.LocalModel] and of node-llama-cpp: the same llama.cpp, weights, prompts,
/// threads and context; one after the other, in turns, both warm.
final class Decode implements Benchmark {
  private static final List<String> MODELS = List.of("qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b");
  private static final int ROUNDS = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int CONTEXT_TOKENS = 2048;
  private static final int OUTPUT_TOKENS = 64;
  private static final int PROMPT_CHARACTERS = 1200;
  private static final int THREADS = 1;
  private static final double GOAL = 0.95;
  private static final String INSTRUCTIONS = "You are a helpful assistant.";

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public String describe() {
    return "prefill and decode speed: LocalModel against node-llama-cpp, same llama.cpp, weights and thread (--limit N of "
        + ROUNDS + " rounds)";
  }

  @Override
  public int whole() {
    return ROUNDS;
  }

  @Override
  public Report run(int rounds, PrintWriter out) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> prompts = prompts();
    List<Comparison> comparisons = new ArrayList<>();
    try (Peer peer = Peer.install()) {
      ModelStore store = ModelStore.standard();
      out.printf("%d library files, the same on both sides byte for byte%n", peer.sameLibraries(store.natives(Progress.none())));
      out.printf(
          "%d thread a side, greedy, a prompt of about 300 tokens, answers of %d; a side waits while the other computes; the first round warms up%n",
          THREADS, OUTPUT_TOKENS);
      for (String model : MODELS) {
        Path weights = store.fetch(model, Progress.none()).path();
        try (Side ours = Side.start("ours", LocalSide.command(model, CONTEXT_TOKENS));
            Side theirs = Side.start("node-llama-cpp", peer.command(weights, CONTEXT_TOKENS, THREADS))) {
          out.printf("%s: %s against %s%n", model, ours.about(), theirs.about());
          Comparison comparison = compare(model, prompts, rounds, ours, theirs, deadline, out);
          out.println(comparison.table());
          comparisons.add(comparison);
        }
      }
    }
    if (rounds < ROUNDS) {
      out.printf("left out by --limit: %d of %d rounds of each model%n", ROUNDS - rounds, ROUNDS);
    }
    return report(comparisons);
  }

  private static Comparison compare(
      String model, List<String> prompts, int rounds, Side ours, Side peer, long deadline, PrintWriter out) {
    List<Speed> our = new ArrayList<>();
    List<Speed> their = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      if (System.nanoTime() > deadline && !our.isEmpty()) {
        out.printf("left out: rounds %d to %d of %s, because %d minutes are over%n", round, rounds, model, PATIENCE.toMinutes());
        break;
      }
      var task = new Side.Task(INSTRUCTIONS, prompts.get(round % prompts.size()), OUTPUT_TOKENS);
      Speed a = ours.answer(task);
      Speed b = peer.answer(task);
      if (a.promptTokens() != b.promptTokens()) {
        throw new IllegalStateException(
            "round %d: our prompt has %d tokens, the peer's %d".formatted(round, a.promptTokens(), b.promptTokens()));
      }
      if (!a.text().equals(b.text())) {
        out.printf("round %d: the texts differ:%n  ours %s%n  peer %s%n", round, oneLine(a), oneLine(b));
      }
      if (!a.sameWork(b)) {
        out.printf("round %d is left out, the two did not do the same work:%n  ours %s%n  peer %s%n", round, a, b);
      } else if (round > 0) {
        our.add(a);
        their.add(b);
        out.printf(
            "round %d, ours / peer: prefill %.1f / %.1f, decode %.2f / %.2f%n",
            round, a.prefill(), b.prefill(), a.decode(), b.decode());
      }
    }
    if (our.isEmpty()) {
      throw new IllegalStateException(model + ": in no round did both sides do the same work");
    }
    return new Comparison(model, our, their);
  }

  private static String oneLine(Speed speed) {
    return speed.text().replaceAll("\\R", " ");
  }

  /// Each begins with another text, so that nothing but the instructions can be kept from the one before.
  private static List<String> prompts() throws IOException {
    Path documents =
        Path.of(System.getenv().getOrDefault("CATENA_PROJECT", "."), "benchmarks/src/main/resources/answers/documents/en");
    List<String> prompts = new ArrayList<>();
    try (Stream<Path> files = Files.list(documents)) {
      for (Path file : files.sorted().toList()) {
        prompts.add(
            Files.readString(file).strip().substring(0, PROMPT_CHARACTERS)
                + "\n\nTell all of this again in other words, in full sentences and with every detail.");
      }
    }
    return prompts;
  }

  /// A goal holds when it holds for each model.
  private static Report report(List<Comparison> comparisons) {
    double ratio = comparisons.stream().mapToDouble(Comparison::ratio).min().orElseThrow();
    double prefillRatio = comparisons.stream().mapToDouble(Comparison::prefillRatio).min().orElseThrow();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("prefillRatio", prefillRatio);
    comparisons.forEach(comparison -> values.put(comparison.model(), comparison.values()));
    return new Report(List.of(Report.Goal.atLeast("ratio", ratio, GOAL)), values);
  }
}
