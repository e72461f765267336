package dev.catena.store;

import dev.catena.journal.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One connection to a SQLite file, used by one thread at a time.
final class Session implements AutoCloseable {
  /// Begins a transaction that may write, and waits for the one that is writing. By statement, since the driver's own
  /// `commit` begins the next transaction at once.
  static final String BEGIN = "begin immediate";

  static final String COMMIT = "commit";
  static final String ROLLBACK = "rollback";

  private final ReentrantLock lock = new ReentrantLock(); // guards the connection
  private final Sql sql;
  private final Function<SQLException, JournalException> failure;

  Session(Connection connection, Function<SQLException, JournalException> failure) {
    this.sql = new Sql(connection);
    this.failure = failure;
  }

  /// A read, or another statement that is a transaction of its own.
  <T> T read(Database.Work<T> work) {
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
  <T> T write(Database.Work<T> work) {
    return read(connection -> {
      connection.execute(BEGIN);
      try {
        T result = work.with(connection);
        connection.execute(COMMIT);
        return result;
      } catch (Throwable e) {
        undo(e);
        throw e;
      }
    });
  }

  private void undo(Throwable why) {
    try {
      sql.execute(ROLLBACK);
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
