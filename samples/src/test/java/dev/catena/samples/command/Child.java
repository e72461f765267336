package dev.catena.samples.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command in a process of its own, as the launcher starts it.
///
/// @param out the file with its standard output
/// @param err the file with its standard error
record Child(Process process, Path out, Path err) implements AutoCloseable {
  /// @param folder where the outputs go
  static Child start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "child", ".out");
    Path err = Files.createTempFile(folder, "child", ".err");
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", classPath(), Catena.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), out, err);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /// Waits for its end.
  Shell.Ended await() throws IOException, InterruptedException {
    int status = process.waitFor();
    return new Shell.Ended(status, Files.readString(out), Files.readString(err));
  }

  /// Whether it has said this on standard error by now.
  boolean hasSaid(String text) {
    try {
      return Files.readString(err).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
