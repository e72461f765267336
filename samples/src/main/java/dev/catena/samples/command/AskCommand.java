package dev.catena.samples.command;

import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.journal.MemoryStore;
import dev.catena.local.store.StoreException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `catena ask`: one question, one answer with citations.
@Command(name = "ask", description = "Answers one question about a folder of documents.", mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
  /// The option that a caller of wrong usage may have set too.
  static final String JSON = "--json";

  private final Outside outside;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final FolderAndModel chosen = new FolderAndModel();

  @Option(names = JSON, description = "Prints one JSON object and nothing else.")
  private boolean json;

  @Parameters(paramLabel = "QUESTION", arity = "1..*")
  private List<String> words = List.of();

  AskCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter text = json ? new PrintWriter(Writer.nullWriter()) : out;
    Progressing progress = new Progressing(text, err);
    AskReport report = report(progress, err);
    if (progress.shown()) {
      text.println();
    }
    text.print(belowTheText(report));
    if (json) {
      out.println(report.json());
    }
    if (report.message() != null) {
      err.println("catena: " + report.message());
    }
    return report.status();
  }

  private AskReport report(Progressing progress, PrintWriter err) throws InterruptedException {
    try {
      String question = String.join(" ", words).strip();
      if (question.isEmpty()) {
        throw new UsageException("the question is empty; type: catena ask \"your question\"");
      }
      try (Workplace place = chosen.open(outside, err)) {
        place.awaitVectors();
        AskReport report = answer(place, question, progress);
        place.sayVectors(err);
        return report;
      }
    } catch (RuntimeException e) {
      return AskReport.failed(Failures.reason(e), OneLine.of(e), null, progress.sinceStart());
    }
  }

  private AskReport answer(Workplace place, String question, Progressing progress) throws InterruptedException {
    ModelSession session;
    try {
      session = place.model();
    } catch (RuntimeException e) {
      if (Failures.reason(e).equals(Failures.USAGE)) {
        throw e;
      }
      List<AskReport.Passage> found = Passages.of(place.index(), question);
      return AskReport.failed(Failures.NO_MODEL, OneLine.of(e), found, progress.sinceStart());
    }
    long ready = progress.sinceStart();
    Outcome outcome = session.bot(place.index(), progress, new MemoryStore()).run(Request.of(question));
    return AskReport.of(outcome, progress.declined(), session::explain, progress.times(ready, place.indexMillis()));
  }

  private static String belowTheText(AskReport report) {
    return report.passages() == null ? Citations.text(report.citations()) : Passages.text(report.passages());
  }
}
