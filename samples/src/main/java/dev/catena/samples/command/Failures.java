package dev.catena.samples.command;

import dev.catena.local.store.StoreException;
import dev.catena.rag.ingest.IngestException;
import java.io.UncheckedIOException;

/// What a failure means to whoever called the command.
final class Failures {
  /// The reason of wrong usage: its exit status is another one.
  static final String USAGE = "usage";

  /// The reason when there is no model to ask.
  static final String NO_MODEL = "no-model";

  private Failures() {}

  /// Its name for programs.
  static String reason(Throwable failure) {
    return switch (failure) {
      case UsageException _, IngestException _ -> USAGE;
      case StoreException missing when missing.reason() == StoreException.Reason.UNKNOWN_MODEL -> USAGE;
      case StoreException _ -> NO_MODEL;
      case UncheckedIOException _ -> "index";
      default -> "error";
    };
  }

  /// The exit status of the command that it ended.
  static int status(Throwable failure) {
    return status(reason(failure));
  }

  /// The exit status for a reason.
  static int status(String reason) {
    return reason.equals(USAGE) ? Catena.WRONG_USAGE : Catena.NOT_ANSWERED;
  }
}
