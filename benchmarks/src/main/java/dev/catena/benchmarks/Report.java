package dev.catena.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a benchmark found.
///
/// @param goals each named goal with its value
/// @param values every other figure, in the order of interest
record Report(List<Goal> goals, Map<String, Object> values) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The last line of every run.
  String line(String benchmark, Machine machine) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("benchmark", benchmark);
    result.put("goals", goals);
    result.put("machine", machine);
    result.put("values", values);
    try {
      return "RESULT " + JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures of " + benchmark + " are no JSON", e);
    }
  }

  /// A goal and whether it holds.
  ///
  /// @param name the name the issue gave it
  /// @param value what was measured
  /// @param goal such as `>=0.95`
  /// @param holds whether the value meets the goal
  record Goal(String name, double value, String goal, boolean holds) {
    /// At least `limit`.
    static Goal atLeast(String name, double value, double limit) {
      return new Goal(name, value, ">=" + plain(limit), value >= limit);
    }

    /// At most `limit`.
    static Goal atMost(String name, double value, double limit) {
      return new Goal(name, value, "<=" + plain(limit), value <= limit);
    }

    /// Below `limit`.
    static Goal below(String name, double value, double limit) {
      return new Goal(name, value, "<" + plain(limit), value < limit);
    }

    private static String plain(double number) {
      return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
  }
}
