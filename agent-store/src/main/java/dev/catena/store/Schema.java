package dev.catena.store;

import dev.catena.journal.JournalException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The tables of a database and their version, which only grows. Flyway applies the scripts that are missing.
///
/// @param version of the newest script
/// @param scripts their folder on the class path, not Flyway's own default, where an application has its scripts
record Schema(int version, String scripts) {
  /// The schema in SQLite.
  static final Schema SQLITE = new Schema(1, "dev/catena/store/sqlite");

  /// Flyway's table, which is made before all others.
  static final String HISTORY = "catena_schema";
  private static final String VERSION = "select max(cast(version as integer)) from catena_schema where success";
  private static final int TRIES = 5;

  /// Brings the tables to this version. Several processes may do so at a time.
  ///
  /// @param name of the database, for messages
  /// @throws JournalException if the database has a newer version
  void bring(DataSource database, Object name) throws SQLException {
    int found = found(database);
    for (int left = TRIES; found < version; left--) {
      migrate(database, name, left);
      found = found(database);
    }
    if (found > version) {
      throw new JournalException(
          "'%s' was written by a newer release (its schema is %d, this release knows %d): use that release, or another file"
              .formatted(name, found, version));
    }
  }

  /// Flyway takes no lock in SQLite. Of two processes at one script one fails, with its transaction undone, and looks again.
  private void migrate(DataSource database, Object name, int triesLeft) {
    try {
      flyway(database).migrate();
    } catch (FlywayException e) {
      if (triesLeft == 1) {
        throw new JournalException(
            "the tables of '%s' cannot be brought to version %d: %s".formatted(name, version, e.getMessage()), e);
      }
    }
  }

  private Flyway flyway(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .locations("classpath:" + scripts)
        .table(HISTORY)
        .loggers("slf4j")
        .load();
  }

  /// The version of the database, 0 when it has none. Asked first and without Flyway, which takes a third of a second to load.
  private static int found(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Sql sql = new Sql(connection);
        ResultSet tables = connection.getMetaData().getTables(null, null, HISTORY, null)) {
      return tables.next() ? sql.one(VERSION, row -> row.getInt(1)).orElseThrow() : 0;
    }
  }
}
