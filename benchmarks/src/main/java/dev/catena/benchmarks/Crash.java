package dev.catena.benchmarks;

import dev.catena.conformance.kill.Act;
import dev.catena.conformance.kill.RecorderProcess;
import dev.catena.run.Effect;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A process that refunds two orders is killed once at every boundary and started again, on each side; another process counts
/// the refunds.
final class Crash implements Benchmark {
  static final Map<String, RefundSide> SIDES = sides();
  private static final String CATENA_KEYED = "Catena, KEYED";
  private static final String CATENA_ONCE = "Catena, ONCE";

  private static Map<String, RefundSide> sides() {
    Map<String, RefundSide> sides = new LinkedHashMap<>();
    sides.put("LangChain4j agentic", new AgenticRefunds());
    sides.put("LangGraph4j", new GraphRefunds(false));
    sides.put("LangGraph4j, call id as key", new GraphRefunds(true));
    sides.put(CATENA_KEYED, new CatenaRefunds(Effect.KEYED));
    sides.put(CATENA_ONCE, new CatenaRefunds(Effect.ONCE));
    return sides;
  }

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String describe() {
    return "refunds duplicated and lost when the process is killed once at each boundary, against LangChain4j agentic and LangGraph4j"
        + " (--limit N of " + RefundScript.BOUNDARIES + " boundaries)";
  }

  @Override
  public int whole() {
    return RefundScript.BOUNDARIES;
  }

  @Override
  public Report run(int limit, PrintWriter out) throws Exception {
    int boundaries = Math.min(limit, RefundScript.BOUNDARIES);
    if (boundaries < RefundScript.BOUNDARIES) {
      out.printf("left out by --limit: boundaries %d to %d%n", boundaries + 1, RefundScript.BOUNDARIES);
    }
    out.println("""
        a request for two refunds: three model calls, two refunds; killed before or after each, then started again as documented
        calls: calls that reached the bank   duplicated: refunds that a bank which knows keys makes beyond the first of an order
        lost: orders that are not refunded in the end   stuck: kills after which there was no answer""");
    Map<String, Count> counts = new LinkedHashMap<>();
    try (RecorderProcess recorder = RecorderProcess.start()) {
      for (String side : SIDES.keySet()) {
        Count count = Count.NONE;
        for (int boundary = 1; boundary <= boundaries; boundary++) {
          count = count.plus(kill(side, boundary, recorder));
        }
        counts.put(side, count);
        out.printf(
            "  %-28s kills %3d   calls %3d   duplicated %3d   lost %3d   stuck %3d%n",
            side, boundaries, count.calls(), count.duplicated(), count.lost(), count.stuck());
      }
    }
    return report(boundaries, counts);
  }

  private static Report report(int boundaries, Map<String, Count> counts) {
    Count ours = Objects.requireNonNull(counts.get(CATENA_KEYED)).plus(Objects.requireNonNull(counts.get(CATENA_ONCE)));
    Map<String, Object> values = new LinkedHashMap<>(counts);
    values.put("kills", boundaries);
    return new Report(
        List.of(
            Report.Goal.atMost("duplicated", ours.duplicated(), 0),
            Report.Goal.atMost("lost", ours.lost(), 0),
            Report.Goal.atMost("stuck", ours.stuck(), 0)),
        values);
  }

  private static Count kill(String side, int boundary, RecorderProcess recorder) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("catena-crash");
    try {
      Path ledger = folder.resolve("ledger");
      int killed = process(side, folder, recorder.port(), ledger, boundary);
      if (killed != CrashProcess.KILLED) {
        throw new IllegalStateException(
            "%s did not reach boundary %d but ended with %d: %s".formatted(side, boundary, killed, log(folder)));
      }
      boolean answered = process(side, folder, recorder.port(), ledger, CrashProcess.RESTARTED) == 0;
      return Count.of(RecorderProcess.ledger(recorder.port(), ledger).acts(), answered);
    } finally {
      Journal.delete(folder);
    }
  }

  private static int process(String side, Path folder, int port, Path ledger, int boundary) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), CrashProcess.class.getName(),
            side, folder.toString(), Integer.toString(port), ledger.toString(), Integer.toString(boundary))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start()
        .waitFor();
  }

  private static String log(Path folder) throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /// What came of kills.
  ///
  /// @param calls that reached the bank
  /// @param duplicated refunds beyond the first of an order, at a bank that knows keys
  /// @param lost orders without a refund
  /// @param stuck restarts without an answer
  record Count(int calls, int duplicated, int lost, int stuck) {
    static final Count NONE = new Count(0, 0, 0, 0);

    static Count of(List<Act> acts, boolean answered) {
      int duplicated = 0;
      int lost = 0;
      for (String order : RefundScript.ORDERS) {
        int refunds = refunds(acts.stream().filter(act -> act.arguments().equals(order)).toList());
        duplicated += Math.max(0, refunds - 1);
        lost += refunds == 0 ? 1 : 0;
      }
      return new Count(acts.size(), duplicated, lost, answered ? 0 : 1);
    }

    /// Calls with one key are one refund; each call without a key is one.
    private static int refunds(List<Act> acts) {
      List<String> keys = new ArrayList<>(acts.stream().map(Act::key).toList());
      int keyless = (int) keys.stream().filter(String::isEmpty).count();
      keys.removeIf(String::isEmpty);
      return keyless + (int) keys.stream().distinct().count();
    }

    Count plus(Count other) {
      return new Count(calls + other.calls, duplicated + other.duplicated, lost + other.lost, stuck + other.stuck);
    }
  }
}
