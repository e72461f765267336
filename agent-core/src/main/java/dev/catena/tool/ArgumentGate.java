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
  private final Optional<SecretArguments> secrets;
  private final Refusal refusal;

  private ArgumentGate(
      Tool tool, ArgumentSchema schema, Map<String, JsonNode> defaults, Optional<SecretArguments> secrets) {
    this.tool = tool;
    this.schema = schema;
    this.defaults = defaults;
    this.secrets = secrets;
    refusal = new Refusal(tool.specification().name(), schema, tool.secrets());
  }

  /// The gate of a tool.
  ///
  /// @throws InvalidToolException if the tool's schema is none, or a default does not fit it
  static ArgumentGate of(Tool tool) {
    ArgumentSchema schema = ArgumentSchema.of(tool.specification());
    return new ArgumentGate(tool, schema, tool instanceof MethodTool method ? method.defaults(schema) : Map.of(), Optional.empty());
  }

  /// The same gate for sealed secrets.
  ArgumentGate opening(Seal seal) {
    return new ArgumentGate(tool, schema, defaults, Optional.of(new SecretArguments(tool, schema, seal)));
  }

  /// The secrets; empty when there are none, or they are not sealed.
  Optional<SecretArguments> secrets() {
    return secrets;
  }

  /// Lets the arguments pass or says why not. Null and blank stand for no arguments, as several providers send them.
  Checked check(@Nullable String arguments) {
    try {
      ObjectNode given = object(arguments == null || arguments.isBlank() ? "{}" : arguments);
      return given == null ? new Stopped(refusal.notAnObject()) : check(given);
    } catch (JsonProcessingException e) {
      return new Stopped(refusal.notJson(e));
    }
  }

  private Checked check(ObjectNode given) {
    if (secrets.filter(it -> it.isBroken(given)).isPresent()) {
      return new Stopped(refusal.brokenSeal());
    }
    Map<String, JsonNode> tokens = secrets.map(it -> it.open(given)).orElse(Map.of());
    new Coercion(schema).apply(given, schema.root());
    defaults.forEach((name, value) -> given.putIfAbsent(name, value.deepCopy()));
    List<Error> errors = schema.errors(given);
    if (!errors.isEmpty()) {
      return new Stopped(refusal.invalid(errors));
    }
    Optional<ToolResult.Failure> unbound = tool instanceof MethodTool method ? method.cannotBind(given) : Optional.empty();
    given.setAll(tokens);
    return unbound.<Checked>map(Stopped::new).orElseGet(() -> new Passed(Json.canonical(given)));
  }

  /// The object in the text, or in the string in the text; null if it is something else.
  static @Nullable ObjectNode object(String json) throws JsonProcessingException {
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
