package dev.catena.store;

import dev.catena.journal.JournalException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// What a failure of PostgreSQL means for the reader of the message.
/// Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
final class PostgresFailure {
  private static final String CONNECTION_CLASS = "08";
  private static final Set<String> SHUTDOWN_OR_TIMEOUT = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");
  private static final Set<String> UNDONE = Set.of("40001", "40P01");

  private PostgresFailure() {}

  /// @param committing whether it happened while the database was asked to commit
  static JournalException of(String name, SQLException failure, boolean committing) {
    if (isDisconnected(failure)) {
      String what = committing
          ? "the connection to '%s' was lost during a commit: whether the write was kept is not known; read to see (%s)"
          : "there is no connection to '%s': nothing was written; the next call connects again (%s)";
      return new JournalException(what.formatted(name, failure.getMessage()), failure);
    }
    String meaning = switch (state(failure)) {
      case "55P03", "57014" -> "another transaction has held a lock for %s: this write was not kept; look into pg_stat_activity"
          .formatted(PostgresServer.WAIT);
      case "53100" -> "the disk of the server is full: this write was not kept, all earlier ones were; make room and go on";
      case "25006" -> "the server is read-only: this write was not kept; connect to the primary";
      case "42501", "28000", "28P01" -> "the user is refused; it needs rights on the schema, or to make it";
      case "22021" -> "a name or type holds U+0000, which PostgreSQL cannot keep there: this write was not kept";
      default -> "this write was not kept";
    };
    return new JournalException("'%s': %s (%s)".formatted(name, meaning, failure.getMessage()), failure);
  }

  /// Whether the connection is no longer there.
  static boolean isDisconnected(SQLException failure) {
    String state = state(failure);
    return failure instanceof SQLTransientConnectionException
        || state.startsWith(CONNECTION_CLASS)
        || SHUTDOWN_OR_TIMEOUT.contains(state);
  }

  /// Whether the server has undone the transaction because of others at the same time, so that it may be tried again.
  static boolean isUndone(SQLException failure) {
    return UNDONE.contains(state(failure));
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }
}
