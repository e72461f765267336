package dev.catena.testkit.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The layer of each package, from the top down, and what a class depends on against that order.
final class Layers extends ArchCondition<JavaClass> {
  private final Map<String, Integer> depths = new HashMap<>();

  Layers(String root, List<String> layers) {
    super("depend on lower layers only");
    for (int depth = 0; depth < layers.size(); depth++) {
      for (String name : layers.get(depth).split(" ", -1)) {
        depths.put(name.equals(".") ? root : root + "." + name, depth);
      }
    }
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Integer depth = depths.get(type.getPackageName());
    if (depth == null) {
      events.add(SimpleConditionEvent.violated(type, "%s is in a package without a layer".formatted(type.getName())));
      return;
    }
    type.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> leavesPackage(dependency) && depthOf(dependency.getTargetClass()) <= depth)
        .forEach(dependency -> events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
  }

  private static boolean leavesPackage(Dependency dependency) {
    return !dependency.getTargetClass().getPackage().equals(dependency.getOriginClass().getPackage());
  }

  /// What is no layer of this module lies below all of them.
  private int depthOf(JavaClass type) {
    return depths.getOrDefault(type.getPackageName(), Integer.MAX_VALUE);
  }
}
