package dev.catena.samples.command;

import dev.catena.journal.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `catena chat`: a conversation about a folder of documents.
@Command(name = "chat", description = "Talks about a folder of documents.", mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
  private final Outside outside;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final FolderAndModel chosen = new FolderAndModel();

  @Mixin private final KeptFile kept = new KeptFile();

  ChatCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Path history = outside.store().home().resolve("chat.history");
    try (Workplace place = chosen.open(outside, err);
        Store store = kept.open(outside); // not before the documents are known to be there
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      Talk talk = kept.talk(store);
      place.awaitVectors();
      ModelSession model = place.model();
      place.sayVectors(err);
      new Conversation(
              terminal,
              history,
              listener -> model.bot(place.index(), listener, store),
              talk,
              model::explain)
          .hold();
    }
    return Catena.ANSWERED;
  }
}
