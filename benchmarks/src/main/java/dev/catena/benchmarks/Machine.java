package dev.catena.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The machine a benchmark ran on.
///
/// @param cpu its name as the system gives it
/// @param cores those this process may use
/// @param memoryGib physical memory
/// @param os name and version
/// @param java the JVM's version
/// @param load the load average of the last minute when the run began; negative where unknown
record Machine(String cpu, int cores, long memoryGib, String os, String java, double load) {
  /// This machine, now.
  static Machine here() {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() >> 30,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        Math.round(100 * system.getSystemLoadAverage()) / 100.0);
  }

  private static String cpuName() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      List<String> lines = Files.isReadable(info) ? Files.readAllLines(info) : List.of();
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
