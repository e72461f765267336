package dev.catena.samples.command;

import dev.catena.run.Effect;
import dev.catena.run.RunRecord;
import dev.catena.run.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Recorded runs as text for people: columns, and long texts broken into lines.
final class RunPage {
  private static final int WIDTH = 100;
  private static final String INDENT = "    ";

  private RunPage() {}

  /// A table, newest first.
  static String table(List<RunSummary> runs) {
    int width = runs.stream().mapToInt(run -> run.id().value().length()).max().orElse(0);
    String columns = "%-" + Math.max(3, width) + "s  %-12s  %-20s  %5s  %s%n";
    StringBuilder text = new StringBuilder(columns.formatted("RUN", "STATE", "STARTED", "STEPS", "OF"));
    runs.forEach(run -> text.append(
        columns.formatted(run.id(), state(run), time(run.started()), run.steps(), run.operation() + origin(run))));
    return text.toString();
  }

  private static String origin(RunSummary run) {
    return run.forkOf() == null ? "" : ", fork of " + run.forkOf();
  }

  /// All that is recorded of a run.
  static String of(RunRecord record) {
    RunSummary run = record.summary();
    StringBuilder text = new StringBuilder();
    text.append("%-8s  %s%n".formatted("run", run.id()));
    text.append("%-8s  %s%n".formatted("of", run.operation() + origin(run)));
    text.append("%-8s  %s%n".formatted("state", state(run)));
    text.append("%-8s  %s, for %s%n".formatted("started", time(run.started()), duration(run)));
    text.append("input%n".formatted()).append(wrapped(record.input()));
    text.append("made by%n".formatted()).append(wrapped(record.definition().json()));
    record.items().forEach(item -> text.append("%n".formatted()).append(item(item)));
    return text.toString();
  }

  private static String item(RunRecord.Item item) {
    return switch (item) {
      case RunRecord.Step it -> step(it);
      case RunRecord.Asked it -> "%s  waits until %s  %s%n%s".formatted(it.key(), time(it.until()), time(it.at()), wrapped(it.question()));
      case RunRecord.Decided it -> "%s  %s  %s%n%s"
          .formatted(it.key(), it.decision().isPresent() ? "decided" : "not decided in time", time(it.at()), wrapped(it.decision().orElse("")));
      case RunRecord.Other it -> "%s  %s%n%s%s".formatted(it.type(), time(it.at()), wrapped(it.head()), texts(it.body()));
    };
  }

  private static String step(RunRecord.Step it) {
    String effect = it.effect() == Effect.NONE ? "" : "  " + it.effect();
    String attempt = it.attempt() == 1 ? "" : "  attempt " + it.attempt();
    String code = it.code().isEmpty() ? "" : "  " + it.code();
    return "%s  %s%s%s%s  %s  %s%n%s%s%s".formatted(
        it.key(), it.state().name().toLowerCase(Locale.ROOT), code, effect, attempt, it.operation(), time(it.at()),
        wrapped(it.input()), texts(it.output()), wrapped(it.text()));
  }

  private static String texts(List<String> texts) {
    return String.join("", texts.stream().map(RunPage::wrapped).toList());
  }

  /// The text in lines that fit, indented; nothing for an empty one.
  private static String wrapped(String text) {
    List<String> lines = new ArrayList<>();
    String left = OneLine.of(text);
    int room = WIDTH - INDENT.length();
    while (left.length() > room) {
      int blank = left.lastIndexOf(' ', room);
      int end = blank > room / 2 ? blank : room;
      lines.add(left.substring(0, end));
      left = left.substring(end).strip();
    }
    if (!left.isEmpty()) {
      lines.add(left);
    }
    return String.join("", lines.stream().map(line -> INDENT + line + System.lineSeparator()).toList());
  }

  private static String state(RunSummary run) {
    return run.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String duration(RunSummary run) {
    return "%.1f s".formatted(Duration.between(run.started(), run.lastWritten()).toMillis() / 1000.0);
  }
}
