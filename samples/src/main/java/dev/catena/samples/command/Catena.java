package dev.catena.samples.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The catena command.
@Command(
    name = "catena",
    description = "Answers questions about a folder of documents, on a model in this process.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Catena implements Runnable {
  /// Exit status of an answered question.
  public static final int ANSWERED = 0;

  /// Exit status of every other outcome.
  public static final int NOT_ANSWERED = 1;

  /// Exit status of wrong usage.
  public static final int WRONG_USAGE = 2;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  private Catena() {}

  /// Runs the command and ends the JVM with its exit status.
  public static void main(String[] args) {
    Logger.getLogger("").setLevel(Level.SEVERE); // as simplelogger.properties: libraries are heard when something fails
    int status = run(args, Outside.real(), utf8(System.out), utf8(System.err));
    System.exit(status);
  }

  /// Runs the command in the given world.
  ///
  /// @return the exit status
  static int run(String[] args, Outside outside, PrintWriter out, PrintWriter err) {
    int status = commandLine(outside, out, err).execute(args);
    out.flush();
    err.flush();
    return status;
  }

  private static CommandLine commandLine(Outside outside, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Catena())
        .addSubcommand(new AskCommand(outside))
        .addSubcommand(new ChatCommand(outside))
        .addSubcommand(new RunsCommand(outside))
        .addSubcommand(new ModelsCommand(outside.store()))
        .addSubcommand(new RehearseCommand())
        .setOut(new PlainText(out))
        .setErr(new PlainText(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(Catena::wrongUsage)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("catena: " + OneLine.of(failure));
              return Failures.status(failure);
            });
  }

  private static int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String message = OneLine.of(failure) + "; type: " + example(command.getCommandSpec().qualifiedName());
    command.getErr().println("catena: " + message);
    if (command.getCommandSpec().userObject() instanceof AskCommand && List.of(args).contains(AskCommand.JSON)) {
      command.getOut().println(AskReport.failed(Failures.USAGE, message, null, 0).json());
    }
    return WRONG_USAGE;
  }

  private static String example(String command) {
    return switch (command) {
      case "catena ask" -> "catena ask [--docs FOLDER] [--model NAME] [--json] \"your question\"";
      case "catena chat" -> "catena chat [--docs FOLDER] [--model NAME] [--conversation NAME]";
      case "catena runs", "catena runs list", "catena runs show", "catena runs replay", "catena runs fork", "catena runs resume" ->
          "catena runs list | show ID | replay ID | fork ID --at STEP | resume ID";
      case "catena models", "catena models list", "catena models pull", "catena models rm", "catena models path" ->
          "catena models list | pull NAME | rm NAME | path NAME";
      default -> "catena ask \"your question\" | catena chat | catena models list";
    };
  }

  private static PrintWriter utf8(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
