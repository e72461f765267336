package dev.catena.samples.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.agent.ToolCall;
import dev.catena.event.Usage;
import dev.catena.knowledge.Citation;
import dev.catena.local.error.LocalModelException;
import dev.catena.local.store.StoreException;
import dev.catena.rag.ingest.IngestException;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `catena ask`: one question, one answer with citations.
@Command(name = "ask", description = "Answers one question about a folder of documents.", mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Outside outside;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final FolderAndModel chosen = new FolderAndModel();

  @Option(names = "--json", description = "Prints one JSON object and nothing else.")
  private boolean json;

  @Parameters(paramLabel = "QUESTION", arity = "1..*")
  private List<String> words = List.of();

  AskCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter text = json ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getOut();
    Progressing progress = new Progressing(text, err);
    try {
      String question = String.join(" ", words).strip();
      if (question.isEmpty()) {
        throw new UsageException("the question is empty; type: catena ask \"your question\"");
      }
      try (Workplace place = chosen.open(outside, err)) {
        return answer(place, question, progress, text, err);
      }
    } catch (UsageException | IngestException e) {
      return failed(Catena.WRONG_USAGE, "usage", e, progress, err);
    } catch (StoreException e) {
      boolean unknown = e.reason() == StoreException.Reason.UNKNOWN_MODEL;
      return failed(unknown ? Catena.WRONG_USAGE : Catena.NOT_ANSWERED, unknown ? "usage" : "no-model", e, progress, err);
    }
  }

  private int answer(Workplace place, String question, Progressing progress, PrintWriter text, PrintWriter err)
      throws InterruptedException {
    place.awaitVectors(err);
    ModelSession session;
    try {
      session = place.model();
    } catch (StoreException | LocalModelException e) {
      if (e instanceof StoreException missing && missing.reason() == StoreException.Reason.UNKNOWN_MODEL) {
        throw missing;
      }
      show(place.index().retrieve(Query.from(question)), text);
      return failed(Catena.NOT_ANSWERED, "no-model", e, progress, err);
    }
    long ready = progress.sinceStart();
    Outcome outcome = DocumentBot.over(place.index(), session.model(), session.counter(), progress).run(Request.of(question));
    if (progress.shown()) {
      text.println();
    }
    report(outcome, place, ready, progress, text, err);
    return outcome instanceof Outcome.Answered ? Catena.ANSWERED : Catena.NOT_ANSWERED;
  }

  private void report(
      Outcome outcome, Workplace place, long ready, Progressing progress, PrintWriter text, PrintWriter err) {
    var times =
        new AskReport.Times(
            ready,
            place.indexMillis(),
            Math.max(0, progress.retrievedMillis() - ready),
            progress.prefillTokens(),
            progress.firstTextMillis(),
            progress.sinceStart());
    AskReport report = reportOf(outcome, times);
    if (json) {
      print(report);
      return;
    }
    if (outcome instanceof Outcome.Answered done) {
      text.println(Citations.text(done.citations()));
    }
    if (report.message() != null) {
      err.println("catena: " + OneLine.of(report.message()));
    }
    if (!place.index().vectors().complete()) {
      err.println(place.index().vectors());
    }
  }

  private static AskReport reportOf(Outcome outcome, AskReport.Times times) {
    return switch (outcome) {
      case Outcome.Answered done -> of(done, "answered", null, null, done.text(), done.citations(), times);
      case Outcome.LimitReached limit ->
          of(limit, "limit-reached", limit.limit().knob(), limit.message(), limit.partialText(), List.of(), times);
      case Outcome.AwaitingApproval wait ->
          of(wait, "awaiting-approval", "approval", "step " + wait.step() + " waits for a person", "", List.of(), times);
      case Outcome.Cancelled stopped ->
          of(stopped, "cancelled", "cancelled", stopped.reason(), stopped.partialText(), List.of(), times);
      case Outcome.Failed failure -> of(failure, "failed", failure.code(), failure.message(), "", List.of(), times);
    };
  }

  private static AskReport of(
      Outcome outcome,
      String name,
      @Nullable String reason,
      @Nullable String message,
      String text,
      List<Citation> citations,
      AskReport.Times times) {
    return new AskReport(
        name,
        reason,
        message,
        text,
        citations.stream().map(AskCommand::quote).toList(),
        outcome.toolCalls().stream().map(AskCommand::toolCall).toList(),
        tokens(outcome.usage()),
        times);
  }

  private static AskReport.Quote quote(Citation citation) {
    return new AskReport.Quote(citation.document(), citation.start(), citation.end(), citation.quote());
  }

  private static AskReport.ToolCall toolCall(ToolCall call) {
    return new AskReport.ToolCall(call.name(), call.arguments(), call.result());
  }

  private static AskReport.Tokens tokens(Usage usage) {
    return new AskReport.Tokens(usage.inputTokens(), usage.outputTokens(), usage.cachedTokens());
  }

  private int failed(int status, String reason, RuntimeException failure, Progressing progress, PrintWriter err) {
    if (json) {
      var times = new AskReport.Times(0, 0, 0, 0, 0, progress.sinceStart());
      print(
          new AskReport(
              "failed",
              reason,
              OneLine.of(failure),
              "",
              List.of(),
              new ArrayList<>(),
              new AskReport.Tokens(0, 0, 0),
              times));
    }
    err.println("catena: " + OneLine.of(failure));
    return status;
  }

  private static void show(List<Content> passages, PrintWriter text) {
    for (Content passage : passages) {
      text.printf("%s%n%s%n%n", passage.textSegment().metadata().getString("document"), passage.textSegment().text());
    }
  }

  private void print(AskReport report) {
    try {
      spec.commandLine().getOut().println(JSON.writeValueAsString(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }
}
