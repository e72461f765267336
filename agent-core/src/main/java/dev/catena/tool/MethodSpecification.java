package dev.catena.tool;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.lang.reflect.Method;
import java.util.List;

/// What LangChain4j says about a `@Tool` method, without the parameters that are not the model's to fill in.
final class MethodSpecification {
  private MethodSpecification() {}

  static ToolSpecification of(Method method, List<Argument> arguments) {
    ToolSpecification all = ToolSpecifications.toolSpecificationFrom(method);
    JsonObjectSchema parameters = all.parameters();
    if (parameters == null || arguments.size() == method.getParameterCount()) {
      return all;
    }
    if (arguments.isEmpty()) {
      return all.toBuilder().parameters(null).build();
    }
    JsonObjectSchema.Builder kept = JsonObjectSchema.builder().definitions(parameters.definitions());
    for (Argument argument : arguments) {
      kept.addProperty(argument.name(), parameters.properties().get(argument.name()));
    }
    kept.required(arguments.stream().filter(Argument::required).map(Argument::name).toList());
    return all.toBuilder().parameters(kept.build()).build();
  }
}
