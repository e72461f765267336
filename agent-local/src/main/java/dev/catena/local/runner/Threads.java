package dev.catena.local.runner;

import dev.catena.local.llama.Context;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/// How many threads compute. The native threads wait for each other in a spin, so one more than there are free cores
/// makes everything many times slower; reading a prompt may take all cores, but only while they are idle.
final class Threads {

    /// Below this load for each core, the machine counts as idle.
    private static final double IDLE_LOAD = 0.6;

    private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    private final int writing;

    Threads(int writing) {
        this.writing = writing;
    }

    void forPrefill(Context context) {
        context.setThreads(writing, reading());
    }

    private int reading() {
        int cores = system.getAvailableProcessors();
        double load = system.getSystemLoadAverage();
        boolean idle = load >= 0 && load < IDLE_LOAD * cores;
        return idle ? Math.max(writing, cores) : writing;
    }
}
