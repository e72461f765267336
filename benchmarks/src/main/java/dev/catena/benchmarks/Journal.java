package dev.catena.benchmarks;

import dev.catena.benchmarks.JournalSide.Cost;
import dev.catena.benchmarks.JournalSide.Task;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What it costs to keep everything: a turn with one tool call of an [dev.catena.agent.Agent] on SQLite, of LangChain4j's
/// `AiServices` with its messages as JSON in SQLite, and of a LangGraph4j graph with its checkpoints in SQLite. All three are shown
/// the same messages and have the same file settings; the models answer at once. Linux only.
final class Journal implements Benchmark {
  private static final int ROUNDS = 9;
  private static final int WINDOW = 200; // messages
  private static final int LONG = 1000; // turns
  private static final int BLOCK = 100; // turns; processor time is counted in steps of 10 ms
  private static final int WARM_UP = 1500; // turns
  private static final int FULL = 60; // turns after which the window is full

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String describe() {
    return "what recording costs: bytes, processor time, disk writes of a turn, against LangChain4j and LangGraph4j; data in "
        + "$CATENA_DATA (--limit N of " + ROUNDS + " rounds)";
  }

  @Override
  public int whole() {
    return ROUNDS;
  }

  @Override
  public Report run(int rounds, PrintWriter out) throws Exception {
    Path folder = Files.createTempDirectory("catena-journal");
    try (Side ours = side("catena", folder); Side service = side("langchain4j", folder); Side graph = side("langgraph4j", folder)) {
      double bytes = storedBytes(folder, out);
      warmUp(List.of(ours, service, graph));
      List<Cost> our = new ArrayList<>();
      List<Cost> their = new ArrayList<>();
      List<Cost> graphs = new ArrayList<>();
      List<Cost> young = new ArrayList<>();
      ours.answer(new Task("long", 1, 0, LONG), Cost.class);
      service.answer(new Task("long", 1, 0, LONG), Cost.class);
      graph.answer(new Task("long", 1, LONG - FULL, FULL), Cost.class);
      for (int round = 0; round < rounds; round++) {
        Task block = new Task("long", 1, LONG + round * BLOCK, BLOCK);
        our.add(ours.answer(block, Cost.class));
        their.add(service.answer(block, Cost.class));
        graphs.add(graph.answer(block, Cost.class));
        ours.answer(new Task("young-" + round + "-", BLOCK, 0, 9), Cost.class);
        young.add(ours.answer(new Task("young-" + round + "-", BLOCK, 9, 1), Cost.class)); // the tenth turn of each
      }
      print(out, "Catena", our);
      print(out, "LangChain4j AiServices", their);
      print(out, "LangGraph4j", graphs);
      print(out, "Catena, turn 10", young);
      if (rounds < ROUNDS) {
        out.printf("left out by --limit: %d of %d rounds%n", ROUNDS - rounds, ROUNDS);
      }
      return report(bytes, our, their, graphs, young);
    } finally {
      delete(folder);
    }
  }

  private static Side side(String kind, Path folder) throws IOException {
    return sideOn(kind, folder.resolve(kind + ".db"));
  }

  private static Side sideOn(String kind, Path file) throws IOException {
    return Side.start(
        kind,
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xms512m",
            "-Xmx2g",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            JournalSide.class.getName(),
            kind,
            file.toString(),
            Integer.toString(WINDOW)));
  }

  private static void warmUp(List<Side> sides) {
    for (Side side : sides) {
      side.answer(new Task("warm", 5, 0, FULL), Cost.class);
      side.answer(new Task("warm", 5, FULL, WARM_UP / 25), Cost.class);
      side.answer(new Task("warmer", WARM_UP / 20, 0, 10), Cost.class);
    }
  }

  /// The file after a long conversation and nothing else, against the JSON of its messages.
  private static double storedBytes(Path folder, PrintWriter out) throws IOException {
    Path file = folder.resolve("stored.db");
    try (Side alone = sideOn("catena", file)) {
      alone.answer(new Task("only", 1, 0, LONG), Cost.class);
    }
    Turns turns = Turns.read();
    long raw = 0;
    for (int turn = 0; turn < LONG; turn++) {
      raw += ChatMessageSerializer.messagesToJson(turns.messages(turn)).getBytes(StandardCharsets.UTF_8).length;
    }
    out.printf("%d turns: %,d bytes as JSON, %,d bytes in the file%n", LONG, raw, Files.size(file));
    return (double) Files.size(file) / raw;
  }

  private static void print(PrintWriter out, String who, List<Cost> costs) {
    out.printf(
        "%-24s a turn: %8.0f µs of processor time, %,12.0f bytes allocated, %,12.0f bytes written%n",
        who, perTurn(costs, Cost::cpuMicros), perTurn(costs, Cost::allocated), perTurn(costs, Cost::written));
  }

  private static double perTurn(List<Cost> costs, ToLongFunction<Cost> what) {
    return Statistics.median(costs.stream().map(cost -> (double) what.applyAsLong(cost) / BLOCK).toList());
  }

  private static Report report(double bytes, List<Cost> our, List<Cost> their, List<Cost> graphs, List<Cost> young) {
    double cpu = perTurn(our, Cost::cpuMicros);
    double written = perTurn(our, Cost::written);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("catena", figures(our));
    values.put("langchain4j", figures(their));
    values.put("langgraph4j", figures(graphs));
    values.put("catenaTurn10", figures(young));
    return new Report(
        List.of(
            Report.Goal.atMost("bytes", bytes, 1.1),
            Report.Goal.atMost("flat", cpu / perTurn(young, Cost::cpuMicros), 1.2),
            Report.Goal.atLeast("written", perTurn(their, Cost::written) / written, 20),
            Report.Goal.atLeast("cpu", perTurn(their, Cost::cpuMicros) / cpu, 10)),
        values);
  }

  private static Map<String, Double> figures(List<Cost> costs) {
    return Map.of(
        "cpuMicros", perTurn(costs, Cost::cpuMicros),
        "allocated", perTurn(costs, Cost::allocated),
        "written", perTurn(costs, Cost::written));
  }

  /// Removes a folder with what is in it.
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
