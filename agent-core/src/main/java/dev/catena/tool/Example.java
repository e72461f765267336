package dev.catena.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/// The smallest call that a schema lets pass: required arguments only.
final class Example {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_ITEMS = 8;

  private final ArgumentSchema schema;

  private Example(ArgumentSchema schema) {
    this.schema = schema;
  }

  /// The example as JSON, or nothing where no simple value fits (a pattern, for one).
  static Optional<String> of(ArgumentSchema schema) {
    JsonNode value = new Example(schema).value(schema.root(), "", 0);
    return schema.errors(value).isEmpty() ? Optional.of(value.toString()) : Optional.empty();
  }

  private JsonNode value(JsonNode wanted, String name, int depth) {
    JsonNode here = schema.resolved(wanted);
    if (depth > MAX_DEPTH) {
      return NullNode.instance;
    }
    if (here.has("const")) {
      return here.path("const");
    }
    if (here.path("enum").has(0)) {
      return here.path("enum").path(0);
    }
    if (here.path("anyOf").has(0)) {
      return value(here.path("anyOf").path(0), name, depth + 1);
    }
    JsonNode type = here.path("type");
    return switch ((type.isArray() ? type.path(0) : type).asText()) {
      case "object" -> object(here, depth);
      case "array" -> array(here, name, depth);
      case "integer", "number" -> here.path("minimum").isNumber() ? here.path("minimum") : IntNode.valueOf(1);
      case "boolean" -> BooleanNode.TRUE;
      case "null" -> NullNode.instance;
      default -> TextNode.valueOf(text(here.path("format").asText(), name));
    };
  }

  private ObjectNode object(JsonNode here, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (JsonNode required : here.path("required")) {
      String name = required.asText();
      object.set(name, value(here.path("properties").path(name), name, depth + 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode here, String name, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < Math.min(here.path("minItems").asInt(), MAX_ITEMS); i++) {
      array.add(value(here.path("items"), name, depth + 1));
    }
    return array;
  }

  private static String text(String format, String name) {
    return switch (format) {
      case "date" -> "2026-01-31";
      case "time" -> "09:30:00Z";
      case "date-time" -> "2026-01-31T09:30:00Z";
      case "duration" -> "PT15M";
      case "uuid" -> "00000000-0000-0000-0000-000000000001";
      case "uri" -> "https://example.com";
      case "email" -> "ann@example.com";
      default -> "<" + name + ">";
    };
  }
}
