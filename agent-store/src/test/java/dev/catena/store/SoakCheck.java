package dev.catena.store;

import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.conformance.kill.Act;
import dev.catena.journal.Store;
import dev.catena.store.Soak.Event;
import dev.catena.store.Soak.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a soak has shown, from the ledger of the effects, the streams, and what the processes wrote down; the engine is not asked.
///
/// @param lost runs without an answer, effects that did not happen, and acknowledged entries that are not there
/// @param doubled `KEYED` operations with two keys, and `ONCE` operations with two calls
/// @param stale writes that were kept although a later lease had written before
/// @param refused writes that were refused, of processes that had lost their lease
/// @param takeOvers how long after a kill or a pause another process took a run over, in milliseconds in which the server was
///     there, the shortest first
/// @param asked how often a person was asked what had become of a call
record SoakCheck(List<String> lost, List<String> doubled, List<String> stale, long refused, List<Long> takeOvers, int asked) {
  static SoakCheck of(
      List<Outcome> outcomes, List<Act> acts, Store store, List<Path> files, List<Event> events, int asked)
      throws IOException {
    Map<Path, List<String[]>> records = new HashMap<>();
    for (Path file : files) {
      records.put(file, lines(file));
    }
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    for (int number = 0; number < outcomes.size(); number++) {
      effects(number, outcomes.get(number), acts, lost, doubled);
    }
    List<String[]> all = records.values().stream().flatMap(List::stream).toList();
    long refused = all.stream().filter(line -> line[0].equals("refused")).count();
    return new SoakCheck(lost, doubled, stale(all, store, lost), refused, takeOvers(records, events), asked);
  }

  /// A line that a kill cut off is left out.
  private static List<String[]> lines(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(line -> line.split(" ")).toList();
  }

  private static void effects(int number, Outcome outcome, List<Act> acts, List<String> lost, List<String> doubled) {
    List<Act> refunds = acts(acts, SoakShop.REFUND, number);
    List<Act> told = acts(acts, SoakShop.TELL, number);
    if (!(outcome instanceof Answered) || refunds.isEmpty() || told.isEmpty()) {
      lost.add("run %d: %s, %s, %s".formatted(number, outcome, refunds, told));
    }
    if (refunds.stream().map(Act::key).distinct().count() > 1 || told.size() > 1) {
      doubled.add("run %d: %s, %s".formatted(number, refunds, told));
    }
  }

  private static List<Act> acts(List<Act> acts, String what, int number) {
    return acts.stream().filter(act -> act.what().equals(what) && act.arguments().equals("" + number)).toList();
  }

  /// Under each name the tokens only grow with the positions, and what was acknowledged is there.
  private static List<String> stale(List<String[]> all, Store store, List<String> lost) {
    Map<String, TreeMap<Long, String[]>> kept = new TreeMap<>();
    for (String[] line : all) {
      if (line[0].equals("kept") && !line[4].equals("0")) {
        kept.computeIfAbsent(line[1], name -> new TreeMap<>()).put(Long.valueOf(line[2]), line);
      }
    }
    List<String> stale = new ArrayList<>();
    kept.forEach((stream, lines) -> {
      long token = 0;
      for (String[] line : lines.values()) {
        if (Long.parseLong(line[4]) < token) {
          stale.add(String.join(" ", line));
        }
        token = Math.max(token, Long.parseLong(line[4]));
      }
      String[] last = lines.lastEntry().getValue();
      long size = Long.parseLong(last[2]) + Long.parseLong(last[3]);
      if (store.last(stream, 0).size() < size) {
        lost.add(String.join(" ", last));
      }
    });
    return stale;
  }

  private static List<Long> takeOvers(Map<Path, List<String[]>> records, List<Event> events) {
    List<Long> takeOvers = new ArrayList<>();
    for (Event event : events) {
      if (event.fault() != Fault.RESTART) {
        held(Objects.requireNonNull(records.get(event.record())), event.fromMillis()).forEach((name, token) ->
            after(records.values().stream().flatMap(List::stream), name, token, event.fromMillis())
                .forEach(millis -> takeOvers.add(millis - event.fromMillis() - outage(events, event.fromMillis(), millis))));
      }
    }
    return takeOvers.stream().sorted().toList();
  }

  /// The leases that the process held at that time, with their tokens.
  private static Map<String, Long> held(List<String[]> record, long millis) {
    Map<String, Long> held = new HashMap<>();
    for (String[] line : record) {
      if (line[0].equals("leased") && Long.parseLong(line[3]) <= millis) {
        held.put(line[1], Long.valueOf(line[2]));
      } else if (line[0].equals("left") && Long.parseLong(line[3]) <= millis) {
        held.remove(line[1], Long.valueOf(line[2]));
      }
    }
    return held;
  }

  /// When the lease was taken next.
  private static Stream<Long> after(Stream<String[]> all, String name, long token, long millis) {
    return all
        .filter(line -> line[0].equals("leased") && line[1].equals(name) && Long.parseLong(line[2]) > token)
        .map(line -> Long.valueOf(line[3]))
        .filter(time -> time >= millis)
        .sorted()
        .limit(1);
  }

  private static long outage(List<Event> events, long from, long to) {
    return events.stream()
        .filter(event -> event.fault() == Fault.RESTART)
        .mapToLong(event -> Math.max(0, Math.min(to, event.toMillis()) - Math.max(from, event.fromMillis())))
        .sum();
  }

  /// The time within which so many of a hundred take-overs were done, in milliseconds.
  long takeOverMillis(int percent) {
    return takeOvers.isEmpty() ? 0 : takeOvers.get((takeOvers.size() * percent - 1) / 100);
  }

  @Override
  public String toString() {
    return "lost %s, double %s, stale writes kept %s, refused %d, %d take-overs (p50 %d ms, p99 %d ms, last %s), a person was asked %d times"
        .formatted(lost, doubled, stale, refused, takeOvers.size(), takeOverMillis(50), takeOverMillis(99),
            takeOvers.subList(Math.max(0, takeOvers.size() - 5), takeOvers.size()), asked);
  }
}
