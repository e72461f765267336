package dev.catena.local.store;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Programs of this machine.
///
/// What a program prints goes to a file: nobody has to read it while the program runs, and a grandchild that keeps the stream open
/// keeps nobody waiting.
final class Subprocess implements Commands {
  private static final int OUTPUT_BYTES = 4096;

  @Override
  public Result run(List<String> command, Path folder) throws IOException, InterruptedException {
    var output = Files.createTempFile(folder, "output", ".txt");
    try {
      var builder = new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectInput(nothing())
          .redirectOutput(output.toFile());
      builder.environment().remove(HubSource.TOKEN);
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        return new Result(NOT_FOUND, String.valueOf(e.getMessage()));
      }
      return new Result(await(process), Secrets.redact(end(output)));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static ProcessBuilder.Redirect nothing() {
    return ProcessBuilder.Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null"));
  }

  private static int await(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static String end(Path output) throws IOException {
    try (var file = new RandomAccessFile(output.toFile(), "r")) {
      long begin = Math.max(0, file.length() - OUTPUT_BYTES);
      var bytes = new byte[(int) (file.length() - begin)];
      file.seek(begin);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }
}
