package dev.catena.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// One `./catena ask --json` as a whole process.
///
/// @param outcome `answered`, or what else became of it
/// @param startMillis from the start of the JVM until the model was ready
/// @param firstTokenMillis from the start of the JVM until the first text of the answer
/// @param totalMillis from the start of the JVM until the end of the answer
/// @param prefillTokens tokens of the prompt that were computed
/// @param cachedTokens tokens of the prompts that were kept or restored
/// @param wallMillis from the start of the launcher until its end, as the caller timed it
record Ask(
    String outcome,
    double startMillis,
    double firstTokenMillis,
    double totalMillis,
    double prefillTokens,
    double cachedTokens,
    double wallMillis) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Reads what the command printed.
  ///
  /// @throws IllegalArgumentException when it is not the report of `ask --json`
  static Ask of(String output, double wallMillis) {
    try {
      JsonNode report = JSON.readTree(output);
      JsonNode times = report.required("timings");
      return new Ask(
          report.required("outcome").asText(),
          times.required("startMillis").asDouble(),
          times.required("firstTokenMillis").asDouble(),
          times.required("totalMillis").asDouble(),
          times.required("prefillTokens").asDouble(),
          report.required("usage").required("cachedTokens").asDouble(),
          wallMillis);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no report of ask --json: " + output.strip(), e);
    }
  }

  /// Was there an answer, whose first token can be timed?
  boolean answered() {
    return outcome.equals("answered") && firstTokenMillis > 0;
  }

  /// From the start of the launcher until the first text, at most: with the time that the process took to end.
  double feltMillis() {
    return wallMillis - totalMillis + firstTokenMillis;
  }
}
