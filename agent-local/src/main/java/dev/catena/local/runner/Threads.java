package dev.catena.local.runner;

import com.sun.management.OperatingSystemMXBean;
import dev.catena.local.llama.Context;
import java.lang.management.ManagementFactory;

/// How many threads compute. The native threads wait for each other in a spin, so one more than there are free cores
/// makes everything many times slower; reading a prompt may take all cores, but only while they are idle.
final class Threads {

  /// Below this load for each core over the last minute, and this share of busy cores since the last prompt, the machine
  /// counts as idle. The minute alone comes too late: a thread that began to embed documents would not be seen.
  private static final double IDLE_LOAD = 0.6;

  private static final double IDLE_CORES = 0.25;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final int writing;

  Threads(int writing) {
    this.writing = writing;
    // the first answer is no measurement; the next one covers the time since this
    system.getCpuLoad();
  }

  void forPrefill(Context context) {
    context.setThreads(writing, reading());
  }

  private int reading() {
    return reading(writing, system.getAvailableProcessors(), system.getSystemLoadAverage(), system.getCpuLoad());
  }

  /// @param load of the last minute; negative when the system does not tell
  /// @param busy share of the cores that work; negative when the system does not tell
  static int reading(int writing, int cores, double load, double busy) {
    boolean idle = load >= 0 && load < IDLE_LOAD * cores && busy >= 0 && busy < IDLE_CORES;
    return idle ? Math.max(writing, cores) : writing;
  }
}
