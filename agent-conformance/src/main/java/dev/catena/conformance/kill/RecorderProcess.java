package dev.catena.conformance.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// A process that counts what others do to the world, and outlives them: each call is written to a file and forced to the disk
/// before it is acknowledged, and none is recognised as a repetition.
public final class RecorderProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private RecorderProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts it on the class path of this process. It ends with this process at the latest.
  public static RecorderProcess start() throws IOException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m",
            "-cp", System.getProperty("java.class.path"), Recorder.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    BufferedReader said = process.inputReader();
    return new RecorderProcess(process, Integer.parseInt(said.readLine()));
  }

  /// Where it listens on this machine, for the processes that call.
  public int port() {
    return port;
  }

  /// A ledger that this process, or another on this machine, keeps.
  ///
  /// @param port where the recorder listens
  /// @param file of the calls, written by the recorder
  public static Ledger ledger(int port, Path file) {
    return new RecordedLedger(port, file);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
