package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One side of a comparison: a process of its own that says what it is in a line of JSON, and from then on answers each
/// line with a line. Between two lines it waits for input and computes nothing. For one thread.
final class Side implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final PrintWriter in;
  private final BufferedReader out;
  private final JsonNode about;

  private Side(String name, Process process) {
    this.name = name;
    this.process = process;
    this.in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.about = read();
  }

  /// Starts the process and waits until it has said what it is.
  static Side start(String name, ProcessBuilder command) throws IOException {
    return new Side(name, command.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// What it says of itself.
  JsonNode about() {
    return about;
  }

  /// Lets it answer.
  Speed answer(Task task) {
    return answer(task, Speed.class);
  }

  /// Lets it answer.
  <T> T answer(Object task, Class<T> type) {
    try {
      in.println(JSON.writeValueAsString(task));
      return JSON.treeToValue(read(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode read() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException("%s ended with status %d".formatted(name, process.waitFor()));
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new IllegalStateException("%s: %s".formatted(name, answer.get("error").asText()));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ended", e);
    }
  }

  /// Ends the process: it leaves when its input ends.
  @Override
  public void close() {
    in.close();
    try {
      process.waitFor(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /// What is to be answered.
  ///
  /// @param instructions the system message
  /// @param question the user's message
  /// @param outputTokens most tokens of the answer
  record Task(String instructions, String question, int outputTokens) {}
}
