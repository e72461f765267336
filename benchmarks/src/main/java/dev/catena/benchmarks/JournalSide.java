package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One side of `journal`: a bot in a process of its own.
final class JournalSide {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JournalSide() {}

  /// Turns to be had.
  ///
  /// @param conversation what the conversations' names begin with
  /// @param conversations how many
  /// @param from the first turn's number
  /// @param count how many in each
  record Task(String conversation, int conversations, int from, int count) {
    int turns() {
      return conversations * count;
    }
  }

  /// What they cost the process.
  ///
  /// @param cpuMicros processor time of all its threads
  /// @param allocated bytes on the heap
  /// @param written bytes handed to the system for files and the parent
  record Cost(long cpuMicros, long allocated, long written) {
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Cost now() throws IOException {
      return new Cost(SYSTEM.getProcessCpuTime() / 1000, THREADS.getTotalThreadAllocatedBytes(), writtenSoFar());
    }

    /// Linux only: `wchar` of proc(5).
    private static long writtenSoFar() throws IOException {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/io"));
      String line = lines.stream().filter(text -> text.startsWith("wchar: ")).findFirst().orElseThrow();
      return Long.parseLong(line.substring("wchar: ".length()));
    }

    Cost since(Cost before) {
      return new Cost(cpuMicros - before.cpuMicros, allocated - before.allocated, written - before.written);
    }
  }

  /// `KIND FILE WINDOW`, then a [Task] a line on standard input, each answered with a [Cost].
  public static void main(String[] args) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    Turns turns = Turns.read();
    try (Bot bot = bot(args[0], Path.of(args[1]), turns, Integer.parseInt(args[2]))) {
      out.println(JSON.writeValueAsString(Map.of("bot", args[0])));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Task task = JSON.readValue(line, Task.class);
        Cost before = Cost.now();
        for (int i = 0; i < task.conversations(); i++) {
          have(bot, turns, task.conversation() + i, task.from(), task.from() + task.count());
        }
        out.println(JSON.writeValueAsString(Cost.now().since(before)));
      }
    }
  }

  private static void have(Bot bot, Turns turns, String conversation, int from, int to) throws Exception {
    for (int turn = from; turn < to; turn++) {
      String answer = bot.turn(conversation, turn);
      if (!answer.equals(turns.answer(turn))) {
        throw new IllegalStateException("turn %d was answered with: %s".formatted(turn, answer));
      }
    }
  }

  private static Bot bot(String kind, Path file, Turns turns, int window) throws Exception {
    return switch (kind) {
      case "catena" -> new CatenaBot(file, turns, window);
      case "langchain4j" -> new AiServiceBot(file, turns, window);
      case "langgraph4j" -> new GraphBot(file, turns, window);
      default -> throw new IllegalArgumentException("no such side: " + kind);
    };
  }
}
