package dev.catena.store;

import dev.catena.journal.JournalException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/// The tables of a database and their version, which only grows. Flyway applies the scripts that are missing.
///
/// @param version of the newest script
/// @param scripts their folder on the class path, not Flyway's own default, where an application has its scripts
/// @param name of the schema that holds them, for databases that have several
record Schema(int version, String scripts, @Nullable String name) {
  /// The schema in SQLite.
  static final Schema SQLITE = new Schema(1, "dev/catena/store/sqlite", null);

  /// Flyway's table, which is made before all others.
  static final String HISTORY = "catena_schema";
  private static final String VERSION = "select max(cast(version as integer)) from catena_schema where success";
  private static final int TRIES = 5;

  /// The schema of the given name in PostgreSQL.
  static Schema postgresql(String name) {
    return new Schema(1, "dev/catena/store/postgresql", name);
  }

  /// Brings the tables to this version. Several processes may do so at a time.
  ///
  /// @param place the database, for messages
  /// @throws JournalException if the database has a newer version
  void bring(DataSource database, Object place) throws SQLException {
    int found = found(database);
    for (int left = TRIES; found < version && left > 0; left--) {
      migrate(database, place, left);
      found = found(database);
    }
    if (found < version) {
      throw new JournalException(
          "the tables of '%s' are of version %d after all, not %d: are the scripts in '%s' on the class path, in a jar that lists its folders?"
              .formatted(place, found, version, scripts));
    }
    if (found > version) {
      throw new JournalException(
          "'%s' was written by a newer release (its schema is %d, this release knows %d): use that release, or another place"
              .formatted(place, found, version));
    }
  }

  /// Flyway takes no lock in SQLite. Of two processes at one script one fails, with its transaction undone, and looks again.
  private void migrate(DataSource database, Object place, int triesLeft) {
    try {
      flyway(database).migrate();
    } catch (FlywayException e) {
      if (triesLeft == 1) {
        throw new JournalException(
            "the tables of '%s' cannot be brought to version %d: %s".formatted(place, version, e.getMessage()), e);
      }
    }
  }

  private Flyway flyway(DataSource database) {
    FluentConfiguration configuration = Flyway.configure()
        .dataSource(database)
        .locations("classpath:" + scripts)
        .table(HISTORY)
        .loggers("slf4j");
    return name == null ? configuration.load() : configuration.defaultSchema(name).load();
  }

  /// The name as the driver wants it, in which an underscore stands for any character.
  private @Nullable String pattern(Connection connection) throws SQLException {
    return name == null ? null : name.replace("_", connection.getMetaData().getSearchStringEscape() + "_");
  }

  /// The version of the database, 0 when it has none. Asked first and without Flyway, which takes a third of a second to load.
  private int found(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Sql sql = new Sql(connection);
        ResultSet tables = connection.getMetaData().getTables(null, pattern(connection), HISTORY, null)) {
      return tables.next() ? sql.one(VERSION, row -> row.getInt(1)).orElseThrow() : 0;
    }
  }
}
