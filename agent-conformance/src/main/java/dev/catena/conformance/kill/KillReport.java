package dev.catena.conformance.kill;

import dev.catena.run.Effect;
import java.util.List;
import java.util.function.ToIntFunction;

/// What became of a scenario's kills.
///
/// @param scenario its name
/// @param kills one for each point
public record KillReport(String scenario, List<Kill> kills) {
  /// Copies the list.
  public KillReport {
    kills = List.copyOf(kills);
  }

  /// One killed process and what came of it.
  ///
  /// @param point where it died
  /// @param interrupted how many calls that must not be repeated it was killed in
  /// @param repeated how many keyed calls were made again under their key
  /// @param faults what differs from the undisturbed run; empty when nothing does
  public record Kill(String point, int interrupted, int repeated, List<String> faults) {
    /// Copies the list.
    public Kill {
      faults = List.copyOf(faults);
    }

    static Kill of(KillPoint point, Records kept, List<Act> before, Evidence survived, List<String> faults) {
      List<Act> after = survived.acts().subList(before.size(), survived.acts().size());
      int repeated = (int) after.stream().filter(act -> act.effect() == Effect.KEYED && before.contains(act)).count();
      return new Kill(point.toString(), kept.interruptedOnce().size(), repeated, faults);
    }
  }

  /// How many points it was killed at.
  public int points() {
    return kills.size();
  }

  /// How many calls that must not be repeated a process was killed in, over all points. A person was asked about each.
  public int interrupted() {
    return kills.stream().mapToInt(Kill::interrupted).sum();
  }

  /// How many keyed calls were made again under their key, over all points.
  public int repeated() {
    return kills.stream().mapToInt(Kill::repeated).sum();
  }

  /// All that went wrong, with where.
  public List<String> faults() {
    return kills.stream().flatMap(kill -> kill.faults().stream().map(fault -> scenario + ", " + kill.point() + ": " + fault)).toList();
  }

  /// The reports as a table with a sum, for people.
  public static String table(List<KillReport> reports) {
    StringBuilder table = new StringBuilder("%-40s %6s %12s %9s %7s%n".formatted("scenario", "kills", "once flagged", "key again", "faults"));
    reports.forEach(report -> table.append(row(
        report.scenario, report.points(), report.interrupted(), report.repeated(), report.faults().size())));
    return table.append(row("total", sum(reports, KillReport::points), sum(reports, KillReport::interrupted),
        sum(reports, KillReport::repeated), sum(reports, report -> report.faults().size()))).toString();
  }

  private static String row(String name, int kills, int interrupted, int repeated, int faults) {
    return "%-40s %6d %12d %9d %7d%n".formatted(name, kills, interrupted, repeated, faults);
  }

  private static int sum(List<KillReport> reports, ToIntFunction<KillReport> figure) {
    return reports.stream().mapToInt(figure).sum();
  }
}
