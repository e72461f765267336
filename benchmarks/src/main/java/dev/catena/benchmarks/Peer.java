package dev.catena.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// node-llama-cpp, installed by npm from a lock file into a temporary folder that goes away with it.
///
/// @param folder where it is installed
record Peer(Path folder) implements AutoCloseable {
  private static final List<String> FILES = List.of("package.json", "package-lock.json", "peer.mjs");
  private static final String LIBRARIES = "node_modules/@node-llama-cpp/linux-x64/bins/linux-x64";

  /// Installs it; no script of any package is run.
  static Peer install() throws IOException, InterruptedException {
    Peer peer = new Peer(Files.createTempDirectory("catena-decode"));
    try {
      for (String file : FILES) {
        Files.copy(resource(file), peer.folder.resolve(file));
      }
      peer.npm();
      return peer;
    } catch (IOException | RuntimeException e) {
      peer.close();
      throw e;
    }
  }

  private void npm() throws IOException, InterruptedException {
    Path log = folder.resolve("npm.log");
    int status =
        new ProcessBuilder(
                "npm", "ci", "--ignore-scripts", "--omit=optional", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          "npm did not install node-llama-cpp (linux-x64 only), status %d: %s".formatted(status, Files.readString(log).strip()));
    }
  }

  /// A file that belongs to the peer.
  static InputStream resource(String file) {
    InputStream stream = Peer.class.getResourceAsStream("/decode/" + file);
    if (stream == null) {
      throw new IllegalStateException("no resource /decode/" + file);
    }
    return stream;
  }

  /// Its process on these weights.
  ProcessBuilder command(Path weights, int contextTokens, int threads) {
    return new ProcessBuilder("node", "peer.mjs", weights.toString(), Integer.toString(contextTokens), Integer.toString(threads))
        .directory(folder.toFile());
  }

  /// Compares its copy of llama.cpp with ours.
  ///
  /// @param natives the folder of ours
  /// @return how many library files there are, all the same byte for byte
  /// @throws IllegalStateException when one differs
  int sameLibraries(Path natives) throws IOException {
    Path theirs = folder.resolve(LIBRARIES);
    Set<Path> libraries;
    try (Stream<Path> files = Files.list(natives)) {
      libraries = files.map(Path::getFileName).filter(file -> file.toString().startsWith("lib")).collect(Collectors.toSet());
    }
    for (Path library : libraries) {
      if (Files.mismatch(natives.resolve(library), theirs.resolve(library)) != -1) {
        throw new IllegalStateException("%s differs from the peer's: the two sides would not run the same code".formatted(library));
      }
    }
    return libraries.size();
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted", e);
    }
  }
}
