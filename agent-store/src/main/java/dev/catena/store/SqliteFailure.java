package dev.catena.store;

import dev.catena.journal.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a failure of SQLite means for the reader of the message. Result codes: https://sqlite.org/rescode.html
final class SqliteFailure {
  private static final int PRIMARY = 0xff;

  private SqliteFailure() {}

  static JournalException of(Path file, SQLException failure) {
    int code = failure instanceof SQLiteException e ? e.getResultCode().code : failure.getErrorCode();
    return switch (SQLiteErrorCode.getErrorCode(code & PRIMARY)) {
      case SQLITE_FULL -> new JournalException(
          "the disk of '%s' is full: this write was not kept, all earlier ones were; make room and go on".formatted(file),
          failure);
      case SQLITE_BUSY, SQLITE_LOCKED -> new JournalException(
          "another process has written to '%s' for %s without an end: this write was not kept; look who has the file open"
              .formatted(file, SqliteFile.BUSY_TIMEOUT),
          failure);
      case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(file, String.valueOf(failure.getMessage()), failure);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> new JournalException(
          "'%s' cannot be written: this process needs to write the file and its folder, where SQLite keeps '-wal' and '-shm'"
              .formatted(file),
          failure);
      case SQLITE_IOERR -> new JournalException(
          "the disk of '%s' failed: whether a write was kept is not known; open the store again to see".formatted(file),
          failure);
      default -> new JournalException("'%s': %s".formatted(file, failure.getMessage()), failure);
    };
  }

  static JournalException damaged(Path file, String what, @Nullable Throwable cause) {
    String message =
        """
        '%s' is damaged, or no SQLite file (%s). Stop the programs that use it, copy it with its '-wal' and '-shm', \
        and take a backup, or what can be read of it: sqlite3 '%s' .recover | sqlite3 recovered.db"""
            .formatted(file, what, file);
    return cause == null ? new JournalException(message) : new JournalException(message, cause);
  }
}
