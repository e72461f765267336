package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.knowledge.Citation;
import dev.catena.run.Cancellation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `catena chat`: a conversation about a folder of documents.
@Command(name = "chat", description = "Talks about a folder of documents.", mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
  private static final String HELP =
      """
      /sources  where the last answer stands
      /tools    what the model may call
      /new      forget this conversation
      /quit     leave; so does Ctrl-D. Ctrl-C stops an answer.""";

  private final Outside outside;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final FolderAndModel chosen = new FolderAndModel();

  private int conversation = 1;
  private List<Citation> sources = List.of();

  ChatCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (Workplace place = chosen.open(outside, err);
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      place.awaitVectors(err);
      PrintWriter out = terminal.writer();
      MarkdownStream answer = new MarkdownStream(out, !terminal.getType().startsWith(Terminal.TYPE_DUMB));
      ModelSession session = place.model();
      Progressing progress = new Progressing(new PrintWriter(answer, true), out);
      Agent agent = DocumentBot.over(place.index(), session.model(), session.counter(), progress);
      LineReader lines =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .variable(LineReader.HISTORY_FILE, outside.store().home().resolve("chat.history"))
              .build();
      out.println("Ask about the documents; /help shows what else there is.");
      String line = read(lines);
      while (!line.equals("/quit")) {
        if (line.startsWith("/")) {
          out.println(command(line));
        } else if (!line.isEmpty()) {
          answer(agent, line, terminal, answer, out);
        }
        line = read(lines);
      }
      return Catena.ANSWERED;
    } catch (UsageException | dev.catena.rag.ingest.IngestException e) {
      err.println("catena: " + OneLine.of(e));
      return Catena.WRONG_USAGE;
    }
  }

  private static String read(LineReader lines) {
    try {
      return lines.readLine("> ").strip();
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return "/quit";
    }
  }

  private String command(String line) {
    return switch (line) {
      case "/help" -> HELP;
      case "/tools" -> "calculate (arithmetic), current_time (date, weekday, time)";
      case "/new" -> {
        conversation++;
        sources = List.of();
        yield "A new conversation.";
      }
      case "/sources" -> sources.isEmpty() ? "The last answer cites nothing." : Citations.text(sources);
      default -> "There is no " + line + "; /help shows what there is.";
    };
  }

  private void answer(Agent agent, String question, Terminal terminal, MarkdownStream answer, PrintWriter out) {
    Cancellation cancellation = new Cancellation();
    var before = terminal.handle(Terminal.Signal.INT, signal -> cancellation.cancel("stopped by the user"));
    try {
      Outcome outcome = agent.run(Request.of(question).in("chat-" + conversation), cancellation);
      answer.end();
      out.println(ending(outcome));
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      out.flush();
    }
  }

  private String ending(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered done -> {
        sources = done.citations();
        yield Citations.text(sources);
      }
      case Outcome.LimitReached limit -> limit.message();
      case Outcome.AwaitingApproval wait -> "step " + wait.step() + " waits for a person";
      case Outcome.Cancelled stopped -> "(" + stopped.reason() + ")";
      case Outcome.Failed failure -> OneLine.of(failure.message());
    };
  }
}
