package dev.catena.conformance.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/// The process that runs the [Recorder].
record RecorderProcess(Process process, int port) implements AutoCloseable {
  static RecorderProcess start(Jvm jvm) throws IOException {
    Process process = jvm.command(Recorder.class, List.of()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = process.inputReader()) {
      return new RecorderProcess(process, Integer.parseInt(said.readLine()));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
