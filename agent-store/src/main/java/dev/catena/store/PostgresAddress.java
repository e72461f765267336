package dev.catena.store;

import java.time.Duration;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/// Where a database is.
///
/// @param name for messages, without the parameters of the URL
/// @param schema where the tables are
record PostgresAddress(String name, String schema, PGSimpleDataSource source) {
  private static final String PREFIX = "jdbc:postgresql:";
  private static final String SCHEMA = "catena";
  private static final Pattern PASSWORD = Pattern.compile("[?&]password=");
  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  /// A server that is silent for longer than any wait is taken for gone.
  private static final Duration SILENCE = PostgresServer.WAIT.multipliedBy(2);

  /// @throws IllegalArgumentException if the URL is none; it does not repeat what may be a password
  static PostgresAddress of(String url, String user, String password) {
    String name = url.replaceFirst("\\?.*", "");
    if (!name.startsWith(PREFIX) || name.contains("@") || PASSWORD.matcher(url).find()) {
      throw new IllegalArgumentException(
          "the URL of a PostgreSQL store is 'jdbc:postgresql://host:port/database', with the user and the password apart");
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'%s' is no URL of a PostgreSQL database".formatted(name));
    }
    String schema = source.getCurrentSchema() == null ? SCHEMA : source.getCurrentSchema();
    if (!SCHEMA_NAME.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "the schema of a store is one name in small letters, not '%s' (currentSchema of '%s')".formatted(schema, name));
    }
    source.setUser(user);
    source.setPassword(password);
    source.setCurrentSchema(schema);
    source.setTcpKeepAlive(true);
    source.setSocketTimeout(Math.toIntExact(SILENCE.toSeconds()));
    return new PostgresAddress(name, schema, source);
  }
}
