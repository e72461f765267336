package dev.catena.tool;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// JSON as tools read and write it: strict, numbers exact, fields of any visibility (as LangChain4j's schemas have them).
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .build();

  /// Beyond this power of ten a number is of no use to a tool, and writing it out costs memory.
  private static final int MAX_EXPONENT = 400;

  private Json() {}

  /// Reads exactly one JSON value.
  ///
  /// @throws JsonProcessingException if it is not one, has a key twice, or holds a number beyond 10^400
  static JsonNode read(String json) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(json);
    checkNumbers(node);
    return node;
  }

  private static void checkNumbers(JsonNode node) throws JsonProcessingException {
    if (node.isBigDecimal() && Math.abs((long) node.decimalValue().precision() - node.decimalValue().scale()) > MAX_EXPONENT) {
      throw new NumberTooLargeException();
    }
    for (JsonNode child : node) {
      checkNumbers(child);
    }
  }

  /// The value as canonical JSON: keys sorted by UTF-16 code units and no white space as in RFC 8785, but numbers exact, where
  /// that RFC rounds them to a double.
  static String canonical(JsonNode node) {
    StringBuilder out = new StringBuilder();
    write(node, out);
    return out.toString();
  }

  private static void write(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      List<String> names = new ArrayList<>(node.size());
      node.fieldNames().forEachRemaining(names::add);
      Collections.sort(names);
      String separator = "{";
      for (String name : names) {
        out.append(separator).append(quoted(name)).append(':');
        write(node.path(name), out);
        separator = ",";
      }
      out.append(names.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      String separator = "[";
      for (JsonNode item : node) {
        out.append(separator);
        write(item, out);
        separator = ",";
      }
      out.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isBigDecimal()) {
      out.append(number(node.decimalValue()));
    } else {
      out.append(node.isTextual() ? quoted(node.textValue()) : node.toString());
    }
  }

  /// Plain digits where ECMAScript writes them so, an exponent elsewhere; no trailing zeros.
  private static String number(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal least = value.stripTrailingZeros();
    int magnitude = least.precision() - least.scale();
    if (magnitude > -6 && magnitude <= 21) {
      return least.toPlainString();
    }
    BigInteger digits = least.unscaledValue().abs();
    String text = digits.toString();
    String fraction = text.length() > 1 ? "." + text.substring(1) : "";
    int exponent = magnitude - 1;
    return (least.signum() < 0 ? "-" : "") + text.charAt(0) + fraction + "e" + (exponent > 0 ? "+" : "") + exponent;
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /// A number no tool has use for.
  private static final class NumberTooLargeException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    NumberTooLargeException() {
      super("a number is beyond 10^" + MAX_EXPONENT);
    }
  }
}
