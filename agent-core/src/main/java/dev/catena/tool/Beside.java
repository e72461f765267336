package dev.catena.tool;

import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands beside a tool's method in its class: which calls need approval, and what became of a call.
final class Beside {
  private Beside() {}

  /// The method with [NeedsApproval#when()] of the tool; empty when all calls need approval.
  ///
  /// @throws InvalidToolException if there is no such method
  static Optional<SameArguments> condition(String tool, Object target, Method method, NeedsApproval needs) {
    if (needs.when().isEmpty()) {
      return Optional.empty();
    }
    Method condition = methods(target.getClass()).stream()
        .filter(other -> other.getName().equals(needs.when()) && other.getReturnType() == boolean.class)
        .filter(other -> SameArguments.fit(method, other, false))
        .findFirst()
        .orElseThrow(() -> new InvalidToolException(
            "tool '%s': @NeedsApproval(when = \"%s\") must name a method of %s that returns boolean and takes %s"
                .formatted(tool, needs.when(), target.getClass().getName(), SameArguments.wanted(method))));
    return Optional.of(SameArguments.of(tool, target, condition));
  }

  /// How long a call waits.
  ///
  /// @throws InvalidToolException if that is no positive time
  static Duration patience(String tool, NeedsApproval needs) {
    try {
      Duration time = Duration.parse(needs.within());
      if (time.isPositive()) {
        return time;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new InvalidToolException(
        "tool '%s': @NeedsApproval(within = \"%s\") is no positive time, such as P7D or PT8H".formatted(tool, needs.within()));
  }

  /// The method that reconciles the tool's calls.
  ///
  /// @throws InvalidToolException if there are two, or it does not fit
  static Optional<SameArguments> reconciler(String tool, Object target, Method method) {
    List<Method> found =
        methods(target.getClass()).stream()
            .filter(other -> other.isAnnotationPresent(Reconciles.class))
            .filter(other -> other.getAnnotation(Reconciles.class).value().equals(tool))
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Method reconciler = found.getFirst();
    Class<?> type = reconciler.getReturnType();
    boolean returns = type == boolean.class || type == Optional.class || Reconciliation.class.isAssignableFrom(type);
    if (found.size() > 1 || !returns || !SameArguments.fit(method, reconciler, true)) {
      throw new InvalidToolException(
          ("tool '%s': @Reconciles method %s.%s must be the only one, take %s and, if it wants, a ToolContext, and return boolean,"
                  + " Optional or Reconciliation")
              .formatted(tool, reconciler.getDeclaringClass().getName(), reconciler.getName(), SameArguments.wanted(method)));
    }
    return Optional.of(SameArguments.of(tool, target, reconciler));
  }

  /// Refuses a [Reconciles] that names none of the object's tools.
  static void requireToolsOf(Object target, List<String> tools) {
    for (Method method : methods(target.getClass())) {
      Reconciles reconciles = method.getAnnotation(Reconciles.class);
      if (reconciles != null && !tools.contains(reconciles.value())) {
        throw new InvalidToolException(
            "@Reconciles(\"%s\") on %s.%s names no tool of that object; its tools are %s"
                .formatted(reconciles.value(), method.getDeclaringClass().getName(), method.getName(), tools));
      }
    }
  }

  /// The methods of the class and its superclasses.
  private static List<Method> methods(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          methods.add(method);
        }
      }
    }
    return methods;
  }
}
