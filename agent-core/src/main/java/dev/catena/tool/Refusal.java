package dev.catena.tool;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says to a model what is wrong with its arguments: where, what was expected, what came, and the smallest call that would do.
final class Refusal {
  private static final int MOST_LINES = 8;
  private static final int LONGEST_VALUE = 80;
  private static final int MOST_VALUES = 12;

  private final String tool;
  private final ArgumentSchema schema;
  private final Set<String> secrets;

  /// @param secrets the arguments of which no value is shown
  Refusal(String tool, ArgumentSchema schema, Set<String> secrets) {
    this.tool = tool;
    this.schema = schema;
    this.secrets = secrets;
  }

  ToolResult.Failure notJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return failure("The arguments are not one valid JSON object%s.".formatted(where));
  }

  ToolResult.Failure notAnObject() {
    return failure("The arguments must be a JSON object.");
  }

  ToolResult.Failure brokenSeal() {
    return failure("A value that starts with %s must be copied exactly, or be the value itself.".formatted(Seal.PREFIX));
  }

  ToolResult.Failure invalid(List<Error> errors) {
    String lines = errors.stream().limit(MOST_LINES).map(this::line).distinct().collect(Collectors.joining("\n"));
    String more = errors.size() > MOST_LINES ? "\n- and %d more".formatted(errors.size() - MOST_LINES) : "";
    return failure(lines + more);
  }

  private ToolResult.Failure failure(String what) {
    String example = Example.of(schema).map("\nSmallest valid arguments: %s"::formatted).orElse("");
    return new ToolResult.Failure(ToolResult.INVALID_ARGUMENTS, "'%s' was not run.\n%s%s".formatted(tool, what, example));
  }

  private String line(Error error) {
    JsonNode wanted = wanted(error);
    String path = path(error);
    if (secrets.contains(path.replaceFirst("\\..*", ""))) {
      return "- %s: expected %s, got a secret that is none".formatted(
          path.replaceFirst("\\..*", ""), expected(schema.root().path("properties").path(path.replaceFirst("\\..*", ""))));
    }
    return switch (error.getKeyword()) {
      case "required" -> "- %s: missing, expected %s".formatted(member(path, error), expected(wanted.path("properties").path(error.getProperty())));
      case "additionalProperties" -> unknown(path, error, wanted);
      default -> "- %s: expected %s, got %s".formatted(path.isEmpty() ? "arguments" : path, expected(error, wanted), shown(error.getInstanceNode()));
    };
  }

  private static String unknown(String path, Error error, JsonNode wanted) {
    List<String> known = names(wanted.path("properties"));
    String nearest = Nearest.to(error.getProperty(), known).map(name -> "; did you mean '%s'?".formatted(name)).orElse("");
    String all = known.isEmpty() ? "there are no arguments" : "known are " + String.join(", ", known);
    return "- %s: unknown argument%s (%s)".formatted(Nearest.shown(member(path, error)), nearest, all);
  }

  /// The schema that holds the keyword which failed.
  private JsonNode wanted(Error error) {
    JsonPointer keyword = JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
    JsonPointer holder = keyword.head();
    return holder == null ? schema.root() : schema.root().at(holder);
  }

  private static String expected(Error error, JsonNode wanted) {
    return switch (error.getKeyword()) {
      case "type", "enum", "const", "format", "pattern", "minimum", "maximum" -> expectedOf(wanted);
      default -> error.getMessage();
    };
  }

  private String expected(JsonNode wanted) {
    return expectedOf(schema.resolved(wanted));
  }

  private static String expectedOf(JsonNode wanted) {
    if (wanted.path("enum").isArray()) {
      List<String> values = new ArrayList<>();
      wanted.path("enum").forEach(value -> values.add(shown(value)));
      String more = values.size() > MOST_VALUES ? ", …" : "";
      return "one of " + values.stream().limit(MOST_VALUES).collect(Collectors.joining(", ")) + more;
    }
    StringBuilder text = new StringBuilder(type(wanted.path("type")));
    for (String keyword : List.of("const", "format", "pattern", "minimum", "maximum")) {
      if (wanted.has(keyword)) {
        text.append(", ").append(keyword).append(' ').append(shown(wanted.path(keyword)));
      }
    }
    return text.toString();
  }

  private static String type(JsonNode type) {
    if (type.isArray()) {
      List<String> types = new ArrayList<>();
      type.forEach(one -> types.add(one.asText()));
      return String.join(" or ", types);
    }
    return type.isTextual() ? type.asText() : "another value";
  }

  private static String shown(JsonNode value) {
    String json = value.toString();
    return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "…";
  }

  private static String path(Error error) {
    return error.getInstanceLocation().toString().replaceFirst("^/", "").replace('/', '.');
  }

  private static String member(String path, Error error) {
    return path.isEmpty() ? error.getProperty() : path + "." + error.getProperty();
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
