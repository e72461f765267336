package dev.catena.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prepared statements on a connection; each text is prepared once. For one thread at a time.
final class Sql implements AutoCloseable {
  /// Begins a transaction that may write, and waits for the one that is writing. By statement, since the driver's own
  /// `commit` begins the next transaction at once.
  static final String BEGIN = "begin immediate";

  static final String COMMIT = "commit";
  static final String ROLLBACK = "rollback";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Makes a value of a row.
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// Runs a statement that gives no rows.
  ///
  /// @param values strings, longs and byte arrays, in the order of the question marks
  void execute(String text, @Nullable Object... values) throws SQLException {
    bound(text, values).execute();
  }

  /// All rows of a query.
  <T> List<T> all(String text, Row<T> mapper, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(text, values).executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(mapper.of(rows));
      }
      return all;
    }
  }

  /// The only row of a query, if there is one.
  <T> Optional<T> one(String text, Row<T> mapper, @Nullable Object... values) throws SQLException {
    return all(text, mapper, values).stream().findFirst();
  }

  private PreparedStatement bound(String text, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
    connection.close();
  }
}
