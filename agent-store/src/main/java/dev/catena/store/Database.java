package dev.catena.store;

import dev.catena.journal.JournalException;
import java.sql.SQLException;
import java.time.Instant;

/// What differs between the databases under a store: how transactions are made, and the few statements that are not the same.
/// Failures of the database come out as [JournalException]s. Safe for use by many threads.
interface Database extends AutoCloseable {
  /// What is done with a connection.
  interface Work<T> {
    T with(Sql sql) throws SQLException;
  }

  /// A read of one or several statements, each of which sees what is committed.
  <T> T read(Work<T> work);

  /// A transaction: committed when the work returns, and durable then; undone when it throws. The work may be done again when
  /// the database has undone it.
  <T> T write(Work<T> work);

  /// A transaction on leases alone. An entry that was written under the lease never survives without it.
  <T> T writeLease(Work<T> work);

  /// Keeps others from writing under the name of a stream or lease, until the transaction that is open ends.
  void lock(Sql sql, String name) throws SQLException;

  /// Keeps content that is found from being removed, until the transaction that is open ends.
  void lockContent(Sql sql) throws SQLException;

  /// Keeps others from writing entries, until the transaction that is open ends.
  void lockEntries(Sql sql) throws SQLException;

  /// The time by which leases run out.
  Instant now(Sql sql) throws SQLException;

  /// The value that keeps the text as it is.
  Object verbatim(String text);

  /// What content is kept as: fewer bytes, or the same ones.
  byte[] deflate(byte[] content);

  /// A table expression for the ids in `e.contents`, `part (key, value)`, for a join.
  String parts();

  /// What follows a deletion of entries, once it is committed.
  void forget();

  /// Content or an entry that cannot be what was written.
  JournalException damaged(String what);

  @Override
  void close();
}
