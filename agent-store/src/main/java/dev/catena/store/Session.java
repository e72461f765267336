package dev.catena.store;

import dev.catena.journal.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One connection, used by one thread at a time. Failures of the database come out as [JournalException]s.
final class Session implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock(); // guards the connection
  private final Sql sql;
  private final Function<SQLException, JournalException> failure;

  Session(Connection connection, Function<SQLException, JournalException> failure) {
    this.sql = new Sql(connection);
    this.failure = failure;
  }

  /// What is done with a connection.
  interface Work<T> {
    T with(Sql sql) throws SQLException;
  }

  /// A read of one statement.
  <T> T read(Work<T> work) {
    lock.lock();
    try {
      return work.with(sql);
    } catch (SQLException e) {
      throw failure.apply(e);
    } finally {
      lock.unlock();
    }
  }

  /// A transaction, which nobody else's write can come between: committed when the work returns, undone when it throws.
  <T> T write(Work<T> work) {
    return read(connection -> {
      connection.execute(Sql.BEGIN);
      try {
        T result = work.with(connection);
        connection.execute(Sql.COMMIT);
        return result;
      } catch (Throwable e) {
        undo(e);
        throw e;
      }
    });
  }

  private void undo(Throwable why) {
    try {
      sql.execute(Sql.ROLLBACK);
    } catch (SQLException alreadyUndone) {
      why.addSuppressed(alreadyUndone);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      sql.close();
    } catch (SQLException e) {
      throw failure.apply(e);
    } finally {
      lock.unlock();
    }
  }
}
