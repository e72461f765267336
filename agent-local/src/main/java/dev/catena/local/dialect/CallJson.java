package dev.catena.local.dialect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Calls as JSON: written strictly, read tolerantly.
final class CallJson {

  /// A name as it was written, and arguments as strict JSON.
  record Call(String name, String arguments) {}

  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
      .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
      .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private CallJson() {}

  static String write(ToolExecutionRequest call) {
    ObjectNode node = MAPPER.createObjectNode().put("name", call.name());
    String arguments = call.arguments();
    node.set("arguments", arguments == null ? MAPPER.createObjectNode() : tree(arguments).orElseGet(MAPPER::createObjectNode));
    return node.toString();
  }

  /// The calls in a text that is one JSON value, plain or with doubled braces.
  ///
  /// @return empty when it is no JSON, or anything in it is no call
  static List<Call> read(String text) {
    return tree(text)
        .or(() -> tree(Braces.single(text)))
        .map(CallJson::calls)
        .orElse(List.of());
  }

  private static Optional<JsonNode> tree(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static List<Call> calls(JsonNode node) {
    List<Call> calls = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      Optional<Call> call = call(each.path("function").isObject() ? each.path("function") : each);
      if (call.isEmpty()) {
        return List.of();
      }
      calls.add(call.get());
    }
    return calls;
  }

  private static Optional<Call> call(JsonNode node) {
    JsonNode name = node.path("name");
    JsonNode written = node.has("arguments") ? node.path("arguments") : node.path("parameters");
    JsonNode arguments = written.isTextual() ? tree(written.textValue()).orElse(written) : written;
    if (!name.isTextual() || !arguments.isObject()) {
      return Optional.empty();
    }
    return Optional.of(new Call(name.textValue(), arguments.toString()));
  }
}
