package dev.catena.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The secret arguments of one tool: sealed where they are recorded, open where they are checked and used. Only the outermost
/// members of the arguments can be secret.
final class SecretArguments {
  /// What is recorded of arguments in which the secret ones cannot be told.
  static final String WITHHELD = "\"***\"";

  private final String tool;
  private final Set<String> names;
  private final ArgumentSchema schema;
  private final Seal seal;

  SecretArguments(Tool tool, ArgumentSchema schema, Seal seal) {
    this.tool = tool.specification().name();
    names = tool.secrets();
    this.schema = schema;
    this.seal = seal;
  }

  Set<String> names() {
    return names;
  }

  /// The arguments as a model wrote them, with sealed secrets. A member that the tool does not have is sealed too, since it may
  /// be a secret under a wrong name.
  String seal(@Nullable String arguments) {
    if (arguments == null || arguments.isBlank()) {
      return "{}";
    }
    try {
      ObjectNode given = ArgumentGate.object(arguments);
      return given == null ? WITHHELD : sealed(given).toString();
    } catch (JsonProcessingException e) {
      return WITHHELD;
    }
  }

  private ObjectNode sealed(ObjectNode given) {
    ObjectNode coerced = given.deepCopy();
    new Coercion(schema).apply(coerced, schema.root());
    JsonNode known = schema.root().path("properties");
    List<String> toSeal = new ArrayList<>();
    given.fieldNames().forEachRemaining(name -> {
      if (names.contains(name) || !known.has(name)) {
        toSeal.add(name);
      }
    });
    for (String name : toSeal) {
      JsonNode value = coerced.path(name);
      if (value.isMissingNode() || value.isNull()) {
        given.remove(name);
      } else {
        given.put(name, sealed(name, value));
      }
    }
    return given;
  }

  private String sealed(String name, JsonNode value) {
    if (value.isTextual() && Seal.isToken(value.textValue())) {
      return seal.opens(value.textValue(), place(name)) ? value.textValue() : Seal.BROKEN;
    }
    return seal.seal(Json.canonical(value), place(name));
  }

  /// Opens the secrets among the arguments, in place.
  ///
  /// @return the tokens, by name
  /// @throws SecretKeyException if a key is missing or another
  Map<String, JsonNode> open(ObjectNode arguments) {
    Map<String, JsonNode> tokens = new LinkedHashMap<>();
    for (String name : names) {
      JsonNode value = arguments.path(name);
      if (value.isTextual() && Seal.isToken(value.textValue()) && !value.textValue().equals(Seal.BROKEN)) {
        tokens.put(name, value);
        arguments.set(name, read(seal.open(value.textValue(), place(name))));
      }
    }
    return tokens;
  }

  /// Whether a secret argument is a token that was not copied as it was.
  boolean isBroken(ObjectNode arguments) {
    return names.stream().anyMatch(name -> arguments.path(name).asText().equals(Seal.BROKEN));
  }

  /// What tells equal arguments, whatever the nonces of their seals.
  ///
  /// @param arguments canonical JSON
  static String identity(Tool tool, String arguments) {
    if (tool.secrets().isEmpty() || !(read(arguments) instanceof ObjectNode object)) {
      return arguments;
    }
    for (String name : tool.secrets()) {
      if (object.path(name).isTextual()) {
        object.put(name, Seal.identity(object.path(name).textValue()));
      }
    }
    return Json.canonical(object);
  }

  private String place(String name) {
    return "argument '%s' of tool '%s'".formatted(name, tool);
  }

  private static JsonNode read(String json) {
    try {
      return Json.read(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON is none", e);
    }
  }
}
