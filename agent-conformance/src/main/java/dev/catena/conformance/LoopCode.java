package dev.catena.conformance;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;

/// Finds in compiled classes what code that is executed again must not do: read a clock, draw a random number, start a thread,
/// do I/O. It sees direct use only, not what a method of another class does.
public final class LoopCode {
  private static final Set<String> CLASSES = Set.of(
      "java.util.Random", "java.util.SplittableRandom", "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom",
      "java.util.concurrent.Executors", "java.util.concurrent.ForkJoinPool", "java.util.concurrent.CompletableFuture",
      "java.util.Timer", "java.nio.file.Files", "java.lang.ProcessBuilder", "java.lang.Runtime");
  private static final Set<String> METHODS = Set.of(
      "java.lang.System.currentTimeMillis", "java.lang.System.nanoTime", "java.lang.System.getenv",
      "java.lang.Math.random", "java.util.UUID.randomUUID", "java.lang.Thread.<init>", "java.lang.Thread.start",
      "java.lang.Thread.startVirtualThread", "java.lang.Thread.ofVirtual", "java.lang.Thread.ofPlatform",
      "java.lang.Thread.sleep");
  private static final Set<String> PACKAGES = Set.of("java.io", "java.net", "java.net.http", "java.nio.channels");

  private LoopCode() {}

  /// The rule for the classes that hold loop code.
  ///
  /// @param classes chooses them
  public static ArchRule isPure(DescribedPredicate<? super JavaClass> classes) {
    return ArchRuleDefinition.noClasses()
        .that(classes)
        .should()
        .accessTargetWhere(DescribedPredicate.describe("the outside world answers", LoopCode::isOutside))
        .because("code that is executed again from the top must ask the same every time: use Run and steps");
  }

  private static boolean isOutside(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getFullName();
    return CLASSES.contains(owner)
        || METHODS.contains(owner + "." + target.getName())
        || target.getName().equals("parallelStream")
        || (target.getName().equals("now") && target.getOwner().getPackageName().startsWith("java.time"))
        || (PACKAGES.contains(target.getOwner().getPackageName()) && !isThrowable(target.getOwner()));
  }

  private static boolean isThrowable(JavaClass type) {
    return type.isAssignableTo(Throwable.class);
  }
}
