package dev.catena.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Locale;

/// The JSON Schema of a tool's arguments: what the specification says, and closed, so that an argument nobody declared is an error.
final class ArgumentSchema {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().locale(Locale.ENGLISH).formatAssertionsEnabled(true).build()));
  private static final int MAX_REFERENCES = 16;

  private final JsonNode root;
  private final Schema validator;

  private ArgumentSchema(JsonNode root, Schema validator) {
    this.root = root;
    this.validator = validator;
  }

  /// The schema in a specification.
  ///
  /// @throws InvalidToolException if it is no JSON Schema, or refers to something outside itself
  static ArgumentSchema of(ToolSpecification specification) {
    try {
      JsonNode root = parameters(specification);
      checkReferences(root, specification.name());
      close(root);
      Schema validator = REGISTRY.getSchema(root);
      validator.initializeValidators();
      return new ArgumentSchema(root, validator);
    } catch (SchemaException e) {
      InvalidToolException invalid =
          new InvalidToolException("tool '%s': its parameters are no JSON Schema: %s".formatted(specification.name(), e.getMessage()));
      invalid.initCause(e);
      throw invalid;
    }
  }

  private static JsonNode parameters(ToolSpecification specification) {
    if (specification.parameters() == null) {
      return JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
    }
    ToolSpecification bare =
        ToolSpecification.builder().name(specification.name()).parameters(specification.parameters()).build();
    try {
      return Json.MAPPER.readTree(bare.toJson()).path("parameters");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("LangChain4j wrote a specification that is no JSON", e);
    }
  }

  /// A schema may come from elsewhere, and must not make this process read a file or call a host.
  private static void checkReferences(JsonNode schema, String tool) {
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      JsonNode reference = schema.path(keyword);
      if (reference.isTextual() && !reference.textValue().startsWith("#")) {
        throw new InvalidToolException(
            "tool '%s': its parameters refer to '%s', outside the schema; put that under $defs".formatted(tool, reference.textValue()));
      }
    }
    schema.forEach(child -> checkReferences(child, tool));
  }

  /// Forbids undeclared properties wherever the schema lists properties and says nothing about others. What is composed of
  /// several schemas stays as it is, since each of them sees only its own properties.
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      boolean composed = object.has("allOf") || object.has("patternProperties") || object.has("unevaluatedProperties") || object.has("$ref");
      if (object.path("properties").isObject() && !object.has("additionalProperties") && !composed) {
        object.put("additionalProperties", false);
      }
      object.path("properties").forEach(ArgumentSchema::close);
      object.path("$defs").forEach(ArgumentSchema::close);
      object.path("anyOf").forEach(ArgumentSchema::close);
      close(object.path("items"));
    }
  }

  JsonNode root() {
    return root;
  }

  /// What is wrong with the arguments; empty when nothing is.
  List<Error> errors(JsonNode arguments) {
    return validator.validate(arguments);
  }

  /// The schema that a `$ref` points to, or the schema itself.
  JsonNode resolved(JsonNode schema) {
    JsonNode here = schema;
    for (int i = 0; i < MAX_REFERENCES && here.path("$ref").asText().startsWith("#/"); i++) {
      here = root.at(here.path("$ref").asText().substring(1));
    }
    return here;
  }
}
