package dev.catena.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model wrote as arguments, on its way to one tool: parsed, coerced, completed, validated and, for a method, bound.
final class ArgumentGate {
  private final Tool tool;
  private final ArgumentSchema schema;
  private final Map<String, JsonNode> defaults;
  private final Refusal refusal;

  private ArgumentGate(Tool tool, ArgumentSchema schema, Map<String, JsonNode> defaults) {
    this.tool = tool;
    this.schema = schema;
    this.defaults = defaults;
    refusal = new Refusal(tool.specification().name(), schema);
  }

  /// The gate of a tool.
  ///
  /// @throws InvalidToolException if the tool's schema is none, or a default does not fit it
  static ArgumentGate of(Tool tool) {
    ArgumentSchema schema = ArgumentSchema.of(tool.specification());
    return new ArgumentGate(tool, schema, tool instanceof MethodTool method ? method.defaults(schema) : Map.of());
  }

  /// Lets the arguments pass or says why not. Null and blank stand for no arguments, as several providers send them.
  Checked check(@Nullable String arguments) {
    ObjectNode given;
    try {
      given = object(arguments == null || arguments.isBlank() ? "{}" : arguments);
    } catch (JsonProcessingException e) {
      return new Stopped(refusal.notJson(e));
    }
    if (given == null) {
      return new Stopped(refusal.notAnObject());
    }
    new Coercion(schema).apply(given, schema.root());
    defaults.forEach((name, value) -> given.putIfAbsent(name, value.deepCopy()));
    List<Error> errors = schema.errors(given);
    if (!errors.isEmpty()) {
      return new Stopped(refusal.invalid(errors));
    }
    Optional<ToolResult.Failure> unbound = tool instanceof MethodTool method ? method.cannotBind(given) : Optional.empty();
    return unbound.<Checked>map(Stopped::new).orElseGet(() -> new Passed(Json.canonical(given)));
  }

  /// The object in the text, or in the string in the text; null if it is something else.
  private static @Nullable ObjectNode object(String json) throws JsonProcessingException {
    JsonNode node = Json.read(json);
    if (node.isTextual()) {
      node = Json.read(node.textValue());
    }
    return node instanceof ObjectNode object ? object : null;
  }

  /// What the gate decided.
  sealed interface Checked {}

  /// The arguments may reach the tool.
  ///
  /// @param canonical as canonical JSON
  record Passed(String canonical) implements Checked {}

  /// The arguments must not reach the tool.
  ///
  /// @param why what to tell the model
  record Stopped(ToolResult.Failure why) implements Checked {}
}
