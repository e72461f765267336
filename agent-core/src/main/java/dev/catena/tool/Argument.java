package dev.catena.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A parameter of a tool's method that a model fills in.
///
/// @param index its place in the method, from 0
/// @param name as the model sees it
/// @param type its Java type
/// @param required whether a call without it is refused
/// @param defaultValue what stands in for it, as `@P` has it
/// @param secret whether its value is never shown
record Argument(int index, String name, JavaType type, boolean required, Optional<String> defaultValue, boolean secret) {
  /// The parameters that a model fills in: all but a [ToolContext].
  ///
  /// @throws InvalidToolException if one cannot be filled in
  static List<Argument> of(Method method) {
    List<Argument> arguments = new ArrayList<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getType() != ToolContext.class) {
        arguments.add(of(i, parameters[i], method));
      }
    }
    return arguments;
  }

  private static Argument of(int index, Parameter parameter, Method method) {
    P annotation = parameter.getAnnotation(P.class);
    String name = annotation == null || annotation.name().isBlank() ? named(parameter, method) : annotation.name();
    Optional<String> defaultValue = Optional.ofNullable(annotation).map(P::defaultValue).filter(text -> !text.equals(P.NO_DEFAULT));
    boolean optionalType = parameter.getType() == Optional.class;
    boolean required = !optionalType && defaultValue.isEmpty() && (annotation == null || annotation.required());
    check(name, parameter, method, required || defaultValue.isPresent());
    if (optionalType && defaultValue.isPresent()) {
      throw invalid(method, name, "is Optional and has a default; take one of the two");
    }
    boolean secret = parameter.isAnnotationPresent(Secret.class);
    if (secret && defaultValue.isPresent()) {
      throw invalid(method, name, "is @Secret and has a default; a secret cannot stand in the program");
    }
    JavaType type = Json.MAPPER.constructType(parameter.getParameterizedType());
    SecretComponents.find(type).ifPresent(component -> {
      throw invalid(method, name, "has the component %s with @Secret; mark the whole parameter".formatted(component));
    });
    return new Argument(index, name, type, required, defaultValue, secret);
  }

  private static String named(Parameter parameter, Method method) {
    if (!parameter.isNamePresent()) {
      throw invalid(method, parameter.getName(), "has no name at run time; compile with -parameters or write @P(name = …)");
    }
    return parameter.getName();
  }

  private static void check(String name, Parameter parameter, Method method, boolean alwaysThere) {
    Class<?> type = parameter.getType();
    if (parameter.isAnnotationPresent(ToolMemoryId.class)
        || InvocationParameters.class.isAssignableFrom(type)
        || InvocationContext.class.isAssignableFrom(type)) {
      throw invalid(method, name, "is filled in by LangChain4j's AiServices alone; take a dev.catena.tool.ToolContext");
    }
    if (type.isPrimitive() && !alwaysThere) {
      throw invalid(method, name, "is optional but cannot be null; give it a defaultValue or take a " + boxed(type));
    }
  }

  private static String boxed(Class<?> primitive) {
    return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType().getSimpleName();
  }

  private static InvalidToolException invalid(Method method, String parameter, String what) {
    return new InvalidToolException(
        "parameter '%s' of tool method %s.%s %s"
            .formatted(parameter, method.getDeclaringClass().getName(), method.getName(), what));
  }

  /// The default as the schema wants it: a string parameter's is the text itself, others are JSON or, failing that, a string.
  ///
  /// @throws InvalidToolException if it does not fit
  JsonNode parsedDefault(String tool, String text, ArgumentSchema schema) {
    JsonNode wanted = schema.root().path("properties").path(name);
    ObjectNode alone = JsonNodeFactory.instance.objectNode();
    alone.set(name, new Coercion(schema).apply(read(text), wanted));
    boolean wrong = schema.errors(alone).stream().anyMatch(error -> !error.getInstanceLocation().toString().isEmpty());
    try {
      bind(alone);
    } catch (JsonProcessingException e) {
      wrong = true;
    }
    if (wrong) {
      throw new InvalidToolException(
          "tool '%s': the default \"%s\" of parameter '%s' is no %s".formatted(tool, text, name, type.getRawClass().getSimpleName()));
    }
    return alone.path(name);
  }

  private JsonNode read(String text) {
    if (type.hasRawClass(String.class)) {
      return TextNode.valueOf(text);
    }
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  /// The Java value of this argument.
  ///
  /// @param arguments all arguments, which fit the schema
  /// @return null only for an optional argument that is not there
  @Nullable Object bind(JsonNode arguments) throws JsonProcessingException {
    JsonNode value = arguments.get(name);
    if (value == null) {
      return type.hasRawClass(Optional.class) ? Optional.empty() : null;
    }
    try {
      Object bound = Json.MAPPER.readerFor(type).readValue(value);
      if (bound == null && required) {
        throw JsonMappingException.from(Json.MAPPER.getDeserializationContext(), "null");
      }
      return bound;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (java.io.IOException e) {
      throw new IllegalStateException("reading a tree in memory failed", e);
    }
  }

  /// What is wrong with the value, without naming classes of ours. A message of the type's own constructor is shown.
  String complaint(JsonProcessingException e) {
    if (secret) {
      return "%s: not a valid %s".formatted(name, type.getRawClass().getSimpleName());
    }
    String path = e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
            .collect(Collectors.joining("."))
        : "";
    Throwable cause = e.getCause();
    String why = cause == null || cause instanceof JsonProcessingException || cause.getMessage() == null
        ? "not a valid " + type.getRawClass().getSimpleName()
        : cause.getMessage();
    return "%s: %s".formatted(path.isEmpty() ? name : name + "." + path, why);
  }
}
