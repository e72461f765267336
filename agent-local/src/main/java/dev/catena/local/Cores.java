package dev.catena.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The processor's cores.
final class Cores {

  private static final Path CPUS = Path.of("/sys/devices/system/cpu");

  private Cores() {}

  /// One core is left to the rest of the program.
  static int defaultThreads() {
    return Math.max(1, physical() - 1);
  }

  /// Cores this process may use; where the system does not tell which processors share one, all processors count.
  private static int physical() {
    int available = Runtime.getRuntime().availableProcessors();
    try (Stream<Path> cpus = Files.list(CPUS)) {
      long cores = cpus.filter(cpu -> cpu.getFileName().toString().matches("cpu\\d+"))
          .map(cpu -> siblings(cpu.resolve("topology/thread_siblings_list")))
          .distinct()
          .count();
      return Math.clamp(cores, 1, available);
    } catch (IOException | UncheckedIOException e) {
      return available;
    }
  }

  private static String siblings(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
