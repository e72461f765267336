package dev.catena.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL server of the tests' own, in a temporary folder. It needs the programs of PostgreSQL, and as root the user
/// `postgres`, because the server refuses to be root.
final class Postgres implements AutoCloseable {
  static final String USER = "app";
  static final String PASSWORD = "not-for-messages";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String SWITCH = "catena.tests.postgres";
  private static final int START_SECONDS = 60;
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private final Path programs = programs();
  private final Path folder;
  private final int port = freePort();

  private Postgres() throws IOException {
    folder = Files.createTempDirectory("catena-postgres");
    run(List.of("chown", "postgres", folder.toString()), isRoot());
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    asServer("initdb", "-D", data(), "-U", USER, "--pwfile", password.toString(), "-A", "scram-sha-256", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync");
    start();
  }

  /// A server that all tests of this JVM share; it ends with the JVM.
  static Postgres shared() {
    Assumptions.assumeFalse("off".equals(System.getProperty(SWITCH)), "-D" + SWITCH + "=off");
    return Shared.SERVER;
  }

  /// A server for one test, which may stop it.
  static Postgres own() {
    Assumptions.assumeFalse("off".equals(System.getProperty(SWITCH)), "-D" + SWITCH + "=off");
    return started();
  }

  private static final class Shared {
    static final Postgres SERVER = started();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }

  private static Postgres started() {
    try {
      return new Postgres();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The URL of a schema that nobody has used.
  String url() {
    return url("test" + SCHEMAS.incrementAndGet());
  }

  /// The URL of a schema whose tables are there and empty, for one test at a time.
  String emptied() {
    String url = url("shared");
    open(url).close();
    try (Sql sql = connect(url)) {
      sql.execute("truncate stream, content, entry, lease");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return url;
  }

  private String url(String schema) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=" + schema;
  }

  /// Opens a store in the schema.
  static PostgresStore open(String url) {
    return PostgresStore.open(url, USER, PASSWORD);
  }

  /// A connection of the test's own.
  static Sql connect(String url) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return new Sql(source.getConnection(USER, PASSWORD));
  }

  void start() {
    String options = "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c max_connections=200"
        .formatted(port, folder);
    asServer("pg_ctl", "-D", data(), "-l", folder.resolve("log").toString(), "-w", "-t", "" + START_SECONDS, "-o", options, "start");
  }

  /// Ends the server as a loss of power would.
  void kill() {
    asServer("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void asServer(String program, String... args) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(args));
    run(command, true);
  }

  private void run(List<String> command, boolean needed) {
    if (!needed) {
      return;
    }
    try {
      Path said = Files.createTempFile("catena-postgres", ".out");
      Process process = new ProcessBuilder(command)
          .directory(Path.of("/").toFile())
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
      boolean ended = process.waitFor(START_SECONDS + 30, TimeUnit.SECONDS);
      String output = Files.readString(said);
      Files.delete(said);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + "\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path programs() {
    try (Stream<Path> versions = Files.isDirectory(VERSIONS) ? Files.list(VERSIONS) : Stream.empty()) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Comparator.comparingDouble(version -> Double.parseDouble(VERSIONS.relativize(version).toString())))
          .map(version -> version.resolve("bin"))
          .orElseThrow(() -> new IllegalStateException(
              """
              the tests of the PostgreSQL store need a server, and there is none in %s/*/bin. Install it: \
              apt-get install postgresql; or leave these tests out: -D%s=off""".formatted(VERSIONS, SWITCH)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
