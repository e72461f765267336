package dev.catena.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.catena.journal.JournalException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// A PostgreSQL server with a pool of connections.
///
/// Who writes under a name holds an advisory lock on it until the end of the transaction, so that no take-over of a lease and
/// no other append comes between the check and the write. Advisory locks of two numbers are apart from those of one.
final class PostgresServer implements Database {
  /// How long a call waits: for a connection, and for a lock.
  static final Duration WAIT = Duration.ofSeconds(30);

  private static final int CONNECTIONS = 10;
  private static final int TRIES = 5;

  /// A process that sleeps in the middle of a transaction loses it, so that its locks do not outlive its lease by much.
  private static final String SESSION =
      """
      select set_config('lock_timeout', '%d', false), set_config('idle_in_transaction_session_timeout', '2000', false),
        set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on'
          else current_setting('synchronous_commit') end, false)""".formatted(WAIT.toMillis());

  private static final String LOCK = "select pg_advisory_xact_lock(cast(? as int), cast(? as int))";
  private static final String LOCK_SHARED = "select pg_advisory_xact_lock_shared(cast(? as int), cast(? as int))";
  private static final String NOW =
      """
      select cast(extract(epoch from time) * 1000000 as bigint) from (select clock_timestamp() as time) as clock""";

  private final String name;
  private final HikariDataSource pool;
  private final Uninterrupted threads = new Uninterrupted(CONNECTIONS);
  private final int names;
  private final int entries;

  private PostgresServer(PostgresAddress address, HikariDataSource pool) {
    this.name = address.name();
    this.pool = pool;
    this.names = ("catena names " + address.schema()).hashCode();
    this.entries = ("catena entries " + address.schema()).hashCode();
  }

  /// Connects, and makes the tables when there are none.
  ///
  /// @throws JournalException if that cannot be done; it says why
  static PostgresServer open(String url, String user, String password) {
    PostgresAddress address = PostgresAddress.of(url, user, password);
    try {
      Schema.postgresql(address.schema()).bring(address.source(), address.name());
    } catch (SQLException e) {
      throw PostgresFailure.of(address.name(), e, false);
    }
    return new PostgresServer(address, new HikariDataSource(pool(address)));
  }

  private static HikariConfig pool(PostgresAddress address) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("catena " + address.name());
    config.setDataSource(address.source());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setConnectionInitSql(SESSION);
    config.setInitializationFailTimeout(-1); // the tables were there a moment ago
    return config;
  }

  @Override
  public <T> T read(Work<T> work) {
    return threads.call(() -> {
      try (Sql sql = new Sql(pool.getConnection())) {
        return work.with(sql);
      } catch (SQLException e) {
        throw failure(e, false);
      }
    });
  }

  @Override
  public <T> T write(Work<T> work) {
    return threads.call(() -> {
      for (int left = TRIES; ; left--) {
        Transaction transaction = new Transaction();
        try {
          return transaction.with(work);
        } catch (SQLException e) {
          if (left == 1 || !PostgresFailure.isUndone(e)) {
            throw failure(e, transaction.committing);
          }
        }
      }
    });
  }

  /// One attempt.
  private final class Transaction {
    private boolean committing;

    <T> T with(Work<T> work) throws SQLException {
      Connection connection = pool.getConnection();
      try (Sql sql = new Sql(connection)) { // the pool undoes what is not committed
        connection.setAutoCommit(false);
        T result = work.with(sql);
        committing = true;
        connection.commit();
        committing = false;
        return result;
      }
    }
  }

  private JournalException failure(SQLException e, boolean committing) {
    if (PostgresFailure.isDisconnected(e)) {
      pool.getHikariPoolMXBean().softEvictConnections(); // the others are not better
    }
    return PostgresFailure.of(name, e, committing);
  }

  @Override
  public <T> T writeLease(Work<T> work) {
    return write(work);
  }

  @Override
  public void lock(Sql sql, String key) throws SQLException {
    sql.one(LOCK, row -> true, (long) names, (long) key.hashCode());
  }

  @Override
  public void lockContent(Sql sql) throws SQLException {
    sql.one(LOCK_SHARED, row -> true, (long) entries, 0L);
  }

  @Override
  public void lockEntries(Sql sql) throws SQLException {
    sql.one(LOCK, row -> true, (long) entries, 0L);
  }

  @Override
  public Instant now(Sql sql) throws SQLException {
    long micros = sql.one(NOW, row -> row.getLong(1)).orElseThrow();
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  @Override
  public Object verbatim(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] deflate(byte[] content) {
    return content;
  }

  @Override
  public String parts() {
    return """
        lateral (
          select ids.key, cast(ids.value as bigint) as value
          from unnest(string_to_array(e.contents, ',')) with ordinality as ids (value, key)
        ) part on true""";
  }

  @Override
  public void forget() {}

  @Override
  public JournalException damaged(String what) {
    return new JournalException("'%s' is damaged (%s): restore a backup".formatted(name, what));
  }

  @Override
  public void close() {
    threads.close();
    pool.close();
  }
}
