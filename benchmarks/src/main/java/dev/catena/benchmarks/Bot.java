package dev.catena.benchmarks;

import java.sql.SQLException;

/// Something that has conversations and keeps them in a file.
interface Bot extends AutoCloseable {
  /// Has one turn and returns the answer.
  String turn(String conversation, int turn) throws Exception;

  @Override
  void close() throws SQLException;
}
