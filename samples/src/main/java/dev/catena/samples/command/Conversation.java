package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.event.AgentListener;
import dev.catena.run.Cancellation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/// A conversation on a terminal: a question or a command a line, until `/quit` or the end of the input.
final class Conversation {
  private static final String QUIT = "/quit";
  private static final String HELP =
      """
      /sources  where the last answer stands
      /tools    what the model may call
      /new      begin another conversation; this one is kept
      /quit     leave; so does Ctrl-D. Ctrl-C stops an answer.""";

  private final Terminal terminal;
  private final PrintWriter out;
  private final LineReader lines;
  private final MarkdownStream answer;
  private final Agent agent;
  private final Talk talk;
  private final Function<Outcome.Failed, String> explain;
  private List<AskReport.Quote> sources = List.of();

  /// @param history the file that keeps the lines for the arrow keys
  /// @param agent makes the agent, which tells the listener what it does
  /// @param talk which conversation it is
  /// @param explain says for people why a run failed
  Conversation(
      Terminal terminal,
      Path history,
      Function<AgentListener, Agent> agent,
      Talk talk,
      Function<Outcome.Failed, String> explain) {
    this.terminal = terminal;
    this.out = new PlainText(terminal.writer());
    this.lines = LineReaderBuilder.builder().terminal(terminal).variable(LineReader.HISTORY_FILE, history).build();
    this.answer = new MarkdownStream(terminal.writer(), !terminal.getType().startsWith(Terminal.TYPE_DUMB));
    this.agent = agent.apply(new Progressing(new PrintWriter(answer, true), out));
    this.talk = talk;
    this.explain = explain;
  }

  /// Talks until the user has had enough.
  void hold() {
    out.println("Ask about the documents; /help shows what else there is.");
    talk.unfinished().ifPresent(this::finish);
    String line = read();
    while (!line.equals(QUIT)) {
      if (line.startsWith("/")) {
        out.println(command(line));
      } else if (!line.isEmpty()) {
        answer(line);
      }
      line = read();
    }
  }

  private String read() {
    try {
      return lines.readLine("> ").strip();
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return QUIT;
    }
  }

  private String command(String line) {
    return switch (line) {
      case "/help" -> HELP;
      case "/tools" -> "calculate (arithmetic), current_time (date, weekday, time)";
      case "/new" -> {
        talk.next();
        sources = List.of();
        yield "A new conversation.";
      }
      case "/sources" -> sources.isEmpty() ? "The last answer cites nothing." : Citations.text(sources).stripTrailing();
      default -> "There is no " + line + "; /help shows what there is.";
    };
  }

  /// Goes on with the answer in the middle of which the last chat ended.
  private void finish(AskedRun run) {
    out.println("Going on with: " + OneLine.of(run.request().text()));
    answer(cancellation -> agent.resume(run.summary().id()));
  }

  private void answer(String question) {
    answer(cancellation -> agent.run(Request.of(question).in(talk.id()), cancellation));
  }

  private void answer(Function<Cancellation, Outcome> asking) {
    sources = List.of();
    Cancellation cancellation = new Cancellation();
    var before = terminal.handle(Terminal.Signal.INT, signal -> cancellation.cancel("stopped"));
    try {
      Outcome outcome = asking.apply(cancellation);
      answer.end();
      out.print(ending(outcome));
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      out.flush();
    }
  }

  private String ending(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered done -> {
        sources = done.citations().stream().map(AskReport.Quote::of).toList();
        yield Citations.text(sources);
      }
      case Outcome.LimitReached limit -> line(limit.message());
      case Outcome.AwaitingApproval wait -> line("step " + wait.calls().getFirst().step() + " waits for a person");
      case Outcome.Cancelled stopped -> line("(" + stopped.reason() + ")");
      case Outcome.Failed failure -> line(OneLine.of(explain.apply(failure)));
    };
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }
}
