package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteFailureTest {
  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL, is full",
    "SQLITE_BUSY, another process",
    "SQLITE_BUSY_SNAPSHOT, another process",
    "SQLITE_CORRUPT_INDEX, is damaged",
    "SQLITE_NOTADB, no SQLite file",
    "SQLITE_READONLY_DIRECTORY, cannot be written",
    "SQLITE_IOERR_FSYNC, not known",
    "SQLITE_TOOBIG, what SQLite says",
  })
  void of_code_saysWhatItMeansAndKeepsTheCause(SQLiteErrorCode code, String meaning) {
    SQLException cause = new SQLiteException("what SQLite says", code);

    assertThat(SqliteFailure.of(Path.of("shop.db"), cause))
        .hasMessageContaining("'shop.db'")
        .hasMessageContaining(meaning)
        .hasCause(cause);
  }
}
