package dev.catena.local.dialect;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.Map;
import java.util.stream.Collectors;

/// A tool as a signature in the manner of TypeScript: about half the tokens of its JSON Schema.
final class Signature {

  private Signature() {}

  static String of(ToolSpecification tool) {
    JsonObjectSchema parameters = tool.parameters();
    String arguments = parameters == null ? "" : members(parameters);
    String description = tool.description();
    String comment = description == null || description.isBlank() ? "" : " // " + oneLine(description);
    return tool.name() + "(" + arguments + ")" + comment;
  }

  private static String members(JsonObjectSchema object) {
    return object.properties().entrySet().stream()
        .map(member -> member(member, object))
        .collect(Collectors.joining(", "));
  }

  private static String member(Map.Entry<String, JsonSchemaElement> member, JsonObjectSchema owner) {
    boolean required = owner.required() != null && owner.required().contains(member.getKey());
    String description = member.getValue().description();
    String comment = description == null || description.isBlank() ? "" : " /* " + oneLine(description) + " */";
    return member.getKey() + (required ? ": " : "?: ") + type(member.getValue()) + comment;
  }

  private static String type(JsonSchemaElement schema) {
    return switch (schema) {
      case JsonStringSchema text -> "string";
      case JsonIntegerSchema integer -> "integer";
      case JsonNumberSchema number -> "number";
      case JsonBooleanSchema flag -> "boolean";
      case JsonNullSchema nothing -> "null";
      case JsonEnumSchema choice ->
        choice.enumValues().stream().map(value -> '"' + value + '"').collect(Collectors.joining(" | "));
      case JsonArraySchema array -> array.items() == null ? "any[]" : "(" + type(array.items()) + ")[]";
      case JsonObjectSchema object -> "{" + members(object) + "}";
      case JsonAnyOfSchema any -> any.anyOf().stream().map(Signature::type).collect(Collectors.joining(" | "));
      default -> "any";
    };
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ").replace("*/", "* /");
  }
}
