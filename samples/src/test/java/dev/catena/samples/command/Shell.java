package dev.catena.samples.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catena.local.store.ModelStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs the command in this process, with a home and an environment of its own.
record Shell(Path home, Map<String, String> environment) {
  /// How it ended.
  record Ended(int status, String out, String err) {
    /// Standard output, which must be one JSON object in one line.
    JsonNode json() {
      List<String> lines = out.lines().toList();
      if (lines.size() != 1) {
        throw new AssertionError("standard output is not one line: " + out);
      }
      try {
        return new ObjectMapper().readTree(lines.getFirst());
      } catch (JsonProcessingException e) {
        throw new AssertionError("standard output is no JSON: " + out, e);
      }
    }

    /// Standard error without the lines that say how far something has come.
    List<String> complaints() {
      return err.lines().filter(line -> line.startsWith("catena: ") || line.startsWith("\tat ")).toList();
    }
  }

  Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Catena.run(arguments, new Outside(environment, ModelStore.at(home)), new PrintWriter(out), new PrintWriter(err));
    return new Ended(status, out.toString(), err.toString());
  }
}
