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
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Makes a value of a row.
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// What is done with a row.
  interface RowAction {
    void with(ResultSet row) throws SQLException;
  }

  /// Runs a statement that gives no rows.
  ///
  /// @param values strings, longs and byte arrays, in the order of the question marks
  void execute(String text, @Nullable Object... values) throws SQLException {
    run(text, PreparedStatement::execute, values);
  }

  /// Does something with each row of a query.
  void each(String text, RowAction action, @Nullable Object... values) throws SQLException {
    run(text, statement -> {
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          action.with(rows);
        }
        return true;
      }
    }, values);
  }

  /// All rows of a query.
  <T> List<T> all(String text, Row<T> mapper, @Nullable Object... values) throws SQLException {
    List<T> all = new ArrayList<>();
    each(text, row -> all.add(mapper.of(row)), values);
    return all;
  }

  /// The only row of a query, if there is one.
  <T> Optional<T> one(String text, Row<T> mapper, @Nullable Object... values) throws SQLException {
    return run(text, statement -> {
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(mapper.of(rows)) : Optional.empty();
      }
    }, values);
  }

  /// What is done with a statement whose values are set.
  private interface Action<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String text, Action<T> action, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared(text);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return action.with(statement);
    } catch (SQLException e) {
      prepared.remove(text); // the driver gives up a statement that failed
      statement.close();
      throw e;
    }
  }

  private PreparedStatement prepared(String text) throws SQLException {
    PreparedStatement known = prepared.get(text);
    if (known != null) {
      return known;
    }
    PreparedStatement statement = connection.prepareStatement(text);
    prepared.put(text, statement);
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
