package dev.catena.tool;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Looks for [Secret] where it has no effect, inside the type of a parameter: what looks protected must be.
final class SecretComponents {
  private SecretComponents() {}

  /// A component of a record in the type that is marked; empty when none is.
  static Optional<String> find(JavaType type) {
    return find(type, new HashSet<>());
  }

  private static Optional<String> find(JavaType type, Set<JavaType> seen) {
    if (!seen.add(type)) {
      return Optional.empty();
    }
    Class<?> raw = type.getRawClass();
    Optional<String> here = Arrays.stream(raw.isRecord() ? raw.getDeclaredConstructors() : new Constructor<?>[0])
        .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
        .filter(parameter -> parameter.isAnnotationPresent(Secret.class))
        .map(Parameter::getName)
        .findFirst();
    return here
        .or(() -> Arrays.stream(raw.isRecord() ? raw.getRecordComponents() : new java.lang.reflect.RecordComponent[0])
            .flatMap(component -> find(Json.MAPPER.constructType(component.getGenericType()), seen).stream())
            .findFirst())
        .or(() -> type.containedTypeCount() == 0 && type.getContentType() == null
            ? Optional.empty()
            : type.getBindings().getTypeParameters().stream().flatMap(inner -> find(inner, seen).stream()).findFirst());
  }
}
