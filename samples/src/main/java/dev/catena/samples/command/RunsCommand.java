package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Fork;
import dev.catena.agent.Outcome;
import dev.catena.event.EventLog;
import dev.catena.journal.Store;
import dev.catena.run.RunId;
import dev.catena.run.RunSummary;
import dev.catena.run.Runs;
import dev.catena.run.StepKey;
import dev.catena.store.SqliteStore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `catena runs`: looks at recorded runs, replays them, branches off them and goes on with them.
@Command(name = "runs", description = "Shows recorded runs, replays, forks and resumes them.", mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private final Outside outside;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Option(names = "--store", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "The SQLite file; without it the one of chat.")
  private @Nullable Path file;

  RunsCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    return list(20, null);
  }

  @Command(description = "The runs, newest first.", mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many at most.") int limit,
      @Option(names = "--after", paramLabel = "ID", description = "Goes on after this run.") @Nullable String after) {
    if (limit < 1) {
      throw new UsageException("--limit is %d; type: catena runs list --limit 20".formatted(limit));
    }
    try (Store store = open()) {
      List<RunSummary> runs = new Runs(store).list(limit, after == null ? null : id(store, after));
      out().print(runs.isEmpty() ? "There are no runs.%n".formatted() : RunPage.table(runs));
    }
    return Catena.ANSWERED;
  }

  @Command(description = "What is recorded of a run, step by step.", mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "ID") String name) {
    try (Store store = open()) {
      out().print(RunPage.of(new Runs(store).read(id(store, name))));
    }
    return Catena.ANSWERED;
  }

  @Command(description = "Executes a run against its record and prints its events, one JSON object a line.", mixinStandardHelpOptions = true)
  int replay(@Parameters(paramLabel = "ID") String name, @Mixin FolderAndModel chosen) throws InterruptedException {
    return with(name, chosen, (agent, run) -> agent.replay(run, new EventLog(out())));
  }

  @Command(description = "Branches another run off before a step.", mixinStandardHelpOptions = true)
  int fork(
      @Parameters(paramLabel = "ID") String name,
      @Option(names = "--at", paramLabel = "STEP", required = true, description = "The step, such as round-2/model.") String step,
      @Mixin FolderAndModel chosen)
      throws InterruptedException {
    return with(name, chosen, (agent, run) -> agent.fork(run, Fork.at(new StepKey(step))));
  }

  @Command(description = "Goes on with a run where its record ends.", mixinStandardHelpOptions = true)
  int resume(@Parameters(paramLabel = "ID") String name, @Mixin FolderAndModel chosen) throws InterruptedException {
    return with(name, chosen, Agent::resume);
  }

  /// What is done with a run.
  private interface Action {
    Outcome on(Agent agent, RunId run);
  }

  private int with(String name, FolderAndModel chosen, Action action) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (Store store = open()) {
      RunId run = id(store, name);
      String agent = new Runs(store).read(run).summary().operation();
      if (!agent.equals(DocumentBot.NAME)) {
        throw new UsageException("run '%s' is one of '%s', which is not the document bot; its own program can go on with it".formatted(run, agent));
      }
      try (Workplace place = chosen.open(outside, err)) {
        ModelSession model = place.model();
        Progressing progress = new Progressing(out(), err);
        return tell(action.on(model.bot(place.index(), progress, store), run), model, progress);
      } catch (IllegalArgumentException wrong) {
        throw new UsageException(OneLine.of(wrong));
      }
    }
  }

  private int tell(Outcome outcome, ModelSession model, Progressing progress) {
    AskReport report = AskReport.of(outcome, progress.declined(), model::explain, progress.times(0, 0));
    if (progress.shown()) {
      out().println();
    } else if (outcome instanceof Outcome.Answered answered) {
      out().println(answered.text());
    }
    out().print(Citations.text(report.citations()));
    if (report.message() != null) {
      spec.commandLine().getErr().println("catena: " + report.message());
    }
    spec.commandLine().getErr().println("run " + outcome.runId());
    return report.status();
  }

  /// The run of this name; the name of the document bot before it may be left out.
  private static RunId id(Store store, String name) {
    Runs runs = new Runs(store);
    return Stream.of(name, DocumentBot.NAME + "/" + name)
        .filter(it -> it.length() <= RunId.MAX_LENGTH && !it.isBlank())
        .map(RunId::new)
        .flatMap(id -> runs.find(id).stream())
        .findFirst()
        .map(record -> record.summary().id())
        .orElseThrow(() -> new UsageException("there is no run '%s' in this store; type: catena runs list".formatted(name)));
  }

  private Store open() {
    Path chosen = Optional.ofNullable(file).orElseGet(() -> KeptFile.standard(outside));
    if (!Files.isRegularFile(chosen)) {
      throw new UsageException("there are no runs at '%s'; talk with catena chat first, or type: catena runs list --store FILE".formatted(chosen));
    }
    return SqliteStore.open(chosen);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
