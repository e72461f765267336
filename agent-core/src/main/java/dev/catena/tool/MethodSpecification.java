package dev.catena.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What LangChain4j says about a `@Tool` method, with two differences: parameters that are not the model's to fill in are left
/// out, and a date, a time, a duration or an address is a string, as JSON has them, where LangChain4j lists their Java fields.
final class MethodSpecification {
  private static final Map<Class<?>, String> STRING_FORMATS =
      Map.of(
          LocalDate.class, "date",
          Instant.class, "date-time",
          OffsetDateTime.class, "date-time",
          ZonedDateTime.class, "date-time",
          Duration.class, "duration",
          URI.class, "uri",
          LocalTime.class, "",
          LocalDateTime.class, "",
          ZoneId.class, "");

  private MethodSpecification() {}

  static ToolSpecification of(Method method, List<Argument> arguments) {
    ToolSpecification all = ToolSpecifications.toolSpecificationFrom(method);
    if (arguments.isEmpty()) {
      return all.toBuilder().parameters(null).build();
    }
    JsonObjectSchema parameters = all.parameters();
    JsonObjectSchema.Builder kept = JsonObjectSchema.builder().definitions(parameters.definitions());
    for (Argument argument : arguments) {
      JsonSchemaElement said = Objects.requireNonNull(parameters.properties().get(argument.name()), argument.name());
      kept.addProperty(argument.name(), asString(argument, said).orElse(said));
    }
    kept.required(arguments.stream().filter(Argument::required).map(Argument::name).toList());
    return all.toBuilder().parameters(kept.build()).build();
  }

  private static Optional<JsonSchemaElement> asString(Argument argument, JsonSchemaElement said) {
    Class<?> type = argument.type().isReferenceType() ? argument.type().getContentType().getRawClass() : argument.type().getRawClass();
    return Optional.ofNullable(STRING_FORMATS.get(type)).map(format -> {
      ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
      if (!format.isEmpty()) {
        schema.put("format", format);
      }
      if (said.description() != null) {
        schema.put("description", said.description());
      }
      return JsonRawSchema.from(schema.toString());
    });
  }
}
