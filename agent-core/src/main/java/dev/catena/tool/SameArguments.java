package dev.catena.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A method beside a tool's own, on the same object, that takes the same arguments.
///
/// @param target the object
/// @param method may be called
record SameArguments(Object target, Method method) {
  /// Whether the method takes the tool's parameters in their order. A [ToolContext] of the tool does not count.
  ///
  /// @param context whether the method may take a [ToolContext] of its own, anywhere among them
  static boolean fit(Method tool, Method method, boolean context) {
    List<Type> wanted = new ArrayList<>(List.of(tool.getGenericParameterTypes()));
    List<Type> taken = new ArrayList<>(List.of(method.getGenericParameterTypes()));
    wanted.remove(ToolContext.class);
    if (context) {
      taken.remove(ToolContext.class);
    }
    return wanted.equals(taken);
  }

  /// The parameters that are wanted, for people.
  static String wanted(Method tool) {
    return Arrays.stream(tool.getGenericParameterTypes())
        .filter(type -> type != ToolContext.class)
        .map(Type::getTypeName)
        .toList()
        .toString();
  }

  /// Makes the method callable.
  ///
  /// @throws InvalidToolException if that is not allowed
  static SameArguments of(String tool, Object target, Method method) {
    if (!method.trySetAccessible()) {
      throw new InvalidToolException(
          "tool '%s': the method %s may not be called; open package %s to dev.catena.core"
              .formatted(tool, method.getName(), method.getDeclaringClass().getPackageName()));
    }
    return new SameArguments(target, method);
  }

  /// Calls the method.
  ///
  /// @param arguments the tool's, in their order
  /// @param context for a parameter of that type; null when there is none
  /// @throws IllegalStateException with what the method threw as its cause
  /// @throws InterruptedException if the method was interrupted
  @Nullable Object call(List<@Nullable Object> arguments, @Nullable ToolContext context) throws InterruptedException {
    var left = arguments.iterator();
    @Nullable Object[] values = new @Nullable Object[method.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = method.getParameterTypes()[i] == ToolContext.class ? context : left.next();
    }
    try {
      return method.invoke(target, values);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      switch (cause) {
        case InterruptedException interrupted -> throw interrupted;
        case Error error -> throw error;
        default -> throw new IllegalStateException("%s failed: %s".formatted(method.getName(), cause.getMessage()), cause);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method.getName() + " may no longer be called", e);
    }
  }
}
