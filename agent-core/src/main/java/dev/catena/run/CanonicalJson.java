package dev.catena.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;

/// One text for all JSON texts that mean the same (RFC 8785), to be hashed.
///
/// Two departures where the RFC gives different values one text or refuses them, since a hash must tell calls apart: a number
/// that no double holds exactly keeps its digits, and half of a surrogate pair is written as an escape.
public final class CanonicalJson {
  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private CanonicalJson() {}

  /// The canonical form of one JSON text: members sorted, no white space.
  ///
  /// @throws IllegalArgumentException if it is not one JSON text, or names a member twice
  public static String of(String json) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON text: " + e.getOriginalMessage(), e);
    }
    if (tree.isMissingNode()) {
      throw new IllegalArgumentException("not a JSON text: empty");
    }
    StringBuilder out = new StringBuilder(json.length());
    write(tree, out);
    return out.toString();
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, out);
      case ARRAY -> writeArray(node, out);
      case STRING -> writeText(node.textValue(), out);
      case NUMBER -> out.append(number(node.decimalValue()));
      default -> out.append(node.asText()); // true, false, null
    }
  }

  /// Members in the order of their names' UTF-16 code units, which is the order of Java strings.
  private static void writeObject(JsonNode node, StringBuilder out) {
    TreeMap<String, JsonNode> members = new TreeMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    String separator = "{";
    for (var member : members.entrySet()) {
      out.append(separator);
      writeText(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonNode node, StringBuilder out) {
    String separator = "[";
    for (JsonNode element : node) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(node.isEmpty() ? "[]" : "]");
  }

  private static String number(BigDecimal exact) {
    double near = exact.doubleValue();
    try {
      return isTheSame(near, exact) ? NumberToJSON.serializeNumber(near) : exact.stripTrailingZeros().toString();
    } catch (IOException e) {
      throw new IllegalStateException("a finite double has a canonical form: " + near, e);
    }
  }

  /// Whether the double's shortest decimal form is the number, as it is for 0.1.
  private static boolean isTheSame(double near, BigDecimal exact) {
    return Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || isHalf(text, i)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isHalf(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
