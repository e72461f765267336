package dev.catena.tool;

import dev.langchain4j.agent.tool.Tool;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The `@Tool` methods of an object: of its class, its superclasses and their interfaces.
final class AnnotatedMethods {
  private AnnotatedMethods() {}

  /// The tools of an object, ordered by name.
  ///
  /// @throws InvalidToolException if there are none, or one of them cannot be offered as it is written
  static List<MethodTool> toolsOf(Object object) {
    Map<String, Method> methods = new LinkedHashMap<>();
    collect(object.getClass(), methods);
    if (methods.isEmpty()) {
      String hint = object instanceof Class<?> || object instanceof Iterable<?> ? "; give the objects themselves" : "";
      throw new InvalidToolException(
          "%s has no method with @Tool (dev.langchain4j.agent.tool.Tool) and is no dev.catena.tool.Tool%s"
              .formatted(object.getClass().getName(), hint));
    }
    List<MethodTool> tools =
        methods.values().stream()
            .map(method -> MethodTool.of(object, method))
            .sorted(Comparator.comparing(tool -> tool.specification().name()))
            .toList();
    Beside.requireToolsOf(object, tools.stream().map(tool -> tool.specification().name()).toList());
    return tools;
  }

  /// Collects from the class up, so that an overriding method which is annotated itself wins.
  private static void collect(Class<?> type, Map<String, Method> methods) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Tool.class) && !method.isBridge() && !method.isSynthetic()) {
        methods.putIfAbsent(signature(method), method);
      }
    }
    if (type.getSuperclass() != null) {
      collect(type.getSuperclass(), methods);
    }
    for (Class<?> parent : type.getInterfaces()) {
      collect(parent, methods);
    }
  }

  private static String signature(Method method) {
    String owner = Modifier.isPrivate(method.getModifiers()) ? method.getDeclaringClass().getName() + "." : "";
    return owner + method.getName() + List.of(method.getParameterTypes());
  }
}
