package dev.catena.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Gives values the type their schema wants, where nothing can be lost: `"3"` is 3, `"true"` is true, 3.0 is 3, 1123 is `"1123"`,
/// and a null for an optional property is no property. What could mean two things is left for the validator to refuse.
final class Coercion {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,100})?");

  private final ArgumentSchema schema;

  Coercion(ArgumentSchema schema) {
    this.schema = schema;
  }

  /// The value in the type the schema wants, or unchanged. Objects and arrays are changed in place.
  JsonNode apply(JsonNode value, JsonNode wanted) {
    JsonNode here = schema.resolved(wanted);
    return switch (value) {
      case ObjectNode object -> properties(object, here);
      case ArrayNode array -> items(array, here);
      default -> scalar(value, here.path("type").asText());
    };
  }

  private ObjectNode properties(ObjectNode object, JsonNode here) {
    List<String> names = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode wanted = here.path("properties").path(name);
      JsonNode value = object.path(name);
      if (value.isNull() && optional(name, here) && plainlyTyped(wanted)) {
        object.remove(name);
      } else {
        object.set(name, apply(value, wanted));
      }
    }
    return object;
  }

  private static boolean optional(String name, JsonNode here) {
    for (JsonNode required : here.path("required")) {
      if (required.asText().equals(name)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the schema names one type, and it is not null.
  private boolean plainlyTyped(JsonNode wanted) {
    String type = schema.resolved(wanted).path("type").asText();
    return !type.isEmpty() && !type.equals("null");
  }

  private ArrayNode items(ArrayNode array, JsonNode here) {
    for (int i = 0; i < array.size(); i++) {
      array.set(i, apply(array.path(i), here.path("items")));
    }
    return array;
  }

  private static JsonNode scalar(JsonNode value, String type) {
    return switch (type) {
      case "integer" -> integer(number(value));
      case "number" -> number(value);
      case "boolean" -> bool(value);
      case "string" -> text(value);
      default -> value;
    };
  }

  private static JsonNode number(JsonNode value) {
    if (value.isTextual() && NUMBER.matcher(value.textValue()).matches()) {
      return integer(DecimalNode.valueOf(new BigDecimal(value.textValue())));
    }
    return value;
  }

  private static JsonNode integer(JsonNode value) {
    if (value.isBigDecimal() && value.decimalValue().stripTrailingZeros().scale() <= 0) {
      return BigIntegerNode.valueOf(value.decimalValue().toBigIntegerExact());
    }
    return value;
  }

  private static JsonNode bool(JsonNode value) {
    return switch (value.isTextual() ? value.textValue() : "") {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> value;
    };
  }

  private static JsonNode text(JsonNode value) {
    if (value.isIntegralNumber()) {
      return TextNode.valueOf(value.bigIntegerValue().toString());
    }
    return value.isBigDecimal() && value.decimalValue().scale() > 0 ? TextNode.valueOf(value.decimalValue().toPlainString()) : value;
  }
}
