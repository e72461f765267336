package dev.catena.store;

/// A store in a PostgreSQL database of version 13 or newer, for a handful of processes on several machines that share runs.
///
/// Its tables are in the schema `catena`, so that they may live beside those of an application; the parameter
/// `currentSchema` of the URL names another, in small letters. Contents are kept once, found by a hash that begins with a random
/// salt of the schema: one schema is for one tenant. Leases run out by the clock of the server, so the clocks of the processes do
/// not matter. What a deletion removes is gone for every query; its bytes stay in the server's files until a vacuum and
/// in its write-ahead log and backups as long as those are kept.
///
/// Appended entries are as durable as the server makes a commit. A [dev.catena.journal.JournalException] says whether a write
/// was kept when the connection was lost; calls go on when the server is back, for which they wait 30 seconds. An interrupt
/// does not stop a call. Safe for use by many threads, which share ten connections.
public final class PostgresStore extends SqlStore {
  private PostgresStore(PostgresServer server) {
    super(server);
  }

  /// Opens the store, whose tables are made when there are none.
  ///
  /// @param url such as `jdbc:postgresql://db.example/shop`, with the driver's own parameters; neither user nor password
  /// @param user who may use the schema, or make it when it does not exist
  /// @param password never in a message; empty where the server asks for none
  /// @throws dev.catena.journal.JournalException if the server cannot be reached, refuses the user, or holds the tables of a
  ///     newer release
  public static PostgresStore open(String url, String user, String password) {
    return new PostgresStore(PostgresServer.open(url, user, password));
  }
}
