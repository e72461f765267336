package dev.catena.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/// Runs one benchmark by name; its last line is `RESULT` and JSON.
public final class Main {
  private static final List<Benchmark> ALL =
      List.of(new Answers(), new RetrievalQuality(), new PassageQuality(), new FirstToken(), new Decode(), new Journal(), new Crash());

  private Main() {}

  /// `NAME [--limit N]`, or `--list`. The exit status is 0 also when a goal is missed.
  public static void main(String[] args) throws Exception {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    if (args.length == 1 && args[0].equals("--list")) {
      ALL.forEach(benchmark -> out.printf("%-14s %s%n", benchmark.name(), benchmark.describe()));
      return;
    }
    Benchmark chosen =
        ALL.stream().filter(benchmark -> args.length > 0 && benchmark.name().equals(args[0])).findFirst().orElse(null);
    if (chosen == null) {
      System.err.println("benchmarks: name one of " + ALL.stream().map(Benchmark::name).toList() + "; --list describes them");
      System.exit(2);
      return;
    }
    OptionalInt limit = Limit.of(List.of(args).subList(1, args.length), chosen.whole());
    if (limit.isEmpty()) {
      System.err.println("benchmarks: type " + chosen.name() + " --limit N, with N at least 1");
      System.exit(2);
      return;
    }
    Machine machine = Machine.here();
    out.println(chosen.describe());
    out.println(machine);
    Report report = chosen.run(limit.getAsInt(), out);
    report.goals().forEach(goal -> out.printf("%-12s %8.3f  goal %-8s %s%n", goal.name(), goal.value(), goal.goal(), goal.holds() ? "holds" : "MISSED"));
    out.println(report.line(chosen.name(), machine));
    System.exit(0);
  }
}
