package dev.catena.samples.command;

import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `chat` that say where it keeps its conversations and runs.
final class KeptFile {
  @Option(names = "--store", paramLabel = "FILE", description = "The SQLite file that keeps conversations and runs; without it catena.db in CATENA_HOME.")
  private @Nullable Path file;

  @Option(names = "--forget", description = "Keeps nothing.")
  private boolean forget;

  @Option(names = "--conversation", paramLabel = "NAME", defaultValue = "chat", description = "Which conversation.")
  private String conversation = "chat";

  /// Where they are kept unless something else is chosen.
  static Path standard(Outside outside) {
    return outside.store().home().resolve("catena.db");
  }

  /// Opens the store.
  Store open(Outside outside) {
    if (forget) {
      return new MemoryStore();
    }
    Path chosen = (file == null ? standard(outside) : file).toAbsolutePath();
    try {
      Files.createDirectories(chosen.resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of '%s' cannot be made; choose another file with --store".formatted(chosen), e);
    }
    return SqliteStore.open(chosen);
  }

  /// The conversation in it.
  Talk talk(Store store) {
    if (conversation.isBlank() || conversation.length() > 150) {
      throw new UsageException("--conversation needs a name of 1 to 150 characters; type: catena chat --conversation work");
    }
    return new Talk(store, conversation.strip());
  }
}
