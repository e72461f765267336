package dev.catena.samples.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The project's own documents, where the launcher says they are.
final class ProjectDocs {
  private ProjectDocs() {}

  /// The given folder, or the project's own.
  static Path or(@Nullable Path folder) {
    String project = System.getenv().getOrDefault("CATENA_PROJECT", ".");
    return folder == null ? Path.of(project, "docs") : folder;
  }
}
