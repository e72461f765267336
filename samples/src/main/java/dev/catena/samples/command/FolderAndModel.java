package dev.catena.samples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that `ask` and `chat` share: which documents, and which model.
final class FolderAndModel {
  @Option(names = "--docs", paramLabel = "FOLDER", description = "The documents; without it the project's own docs.")
  private @Nullable Path docs;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = ModelName.FORMS,
      defaultValue = Workplace.DEFAULT_MODEL)
  private String model = Workplace.DEFAULT_MODEL;

  /// Opens what they name.
  ///
  /// @throws UsageException if they name nothing, as [Workplace#open] says
  Workplace open(Outside outside, PrintWriter err) {
    return Workplace.open(docs == null ? projectDocs(outside) : docs, model, outside, err);
  }

  /// The project's own documents, where the launcher says they are.
  private static Path projectDocs(Outside outside) {
    return Path.of(outside.variable("CATENA_PROJECT"), "docs");
  }
}
