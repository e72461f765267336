package dev.catena.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructorWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What every module of Catena keeps to, as rules that one test of the module checks:
///
/// ```java
/// class ArchitectureTest {
///   static final JavaClasses MODULE = ArchitectureRules.moduleOf(Agent.class);
///   static final List<ArchRule> RULES = ArchitectureRules.library(ArchitectureRules.layers("dev.catena", "agent", "tool", "run"));
///
///   @ParameterizedTest
///   @FieldSource("RULES")
///   void rule_holds(ArchRule rule) {
///     rule.check(MODULE);
///   }
/// }
/// ```
///
/// Needs ArchUnit on the class path, which this module does not bring along.
public final class ArchitectureRules {
  private static final Set<String> BARE = Set.of(
      Throwable.class.getName(), Exception.class.getName(), RuntimeException.class.getName(), Error.class.getName());

  private ArchitectureRules() {}

  /// The classes that were compiled together with this one: those of its folder or jar, and nothing of other modules or of tests.
  public static JavaClasses moduleOf(Class<?> any) {
    return new ClassFileImporter().importUrl(any.getProtectionDomain().getCodeSource().getLocation());
  }

  /// The rules of a module whose classes run in a user's program.
  ///
  /// @param more what this module keeps to besides, usually its [#layers(String, String...)]
  public static List<ArchRule> library(ArchRule... more) {
    return Stream.concat(Stream.of(noStandardStreams(), noJavaUtilLogging()), program(more).stream()).toList();
  }

  /// The rules of a module that people start: those of a library, but it may print, and it decides where the logs go.
  ///
  /// @param more what this module keeps to besides
  public static List<ArchRule> program(ArchRule... more) {
    return Stream.concat(
            Stream.of(
                noPackageCycles(),
                nullMarked(),
                noBareExceptions(),
                noLangChain4jInternals(),
                nativeMemoryOnlyInLlama(),
                noJavaDeserialization()),
            Stream.of(more))
        .toList();
  }

  /// Packages depend on lower layers only, and each package of the module has a layer.
  ///
  /// @param root the package that the names are relative to
  /// @param layers from the top down; each names one package, or several that do not see each other, with spaces between them;
  ///     `.` is the root itself
  public static ArchRule layers(String root, String... layers) {
    return classes().should(new Layers(root, List.of(layers))).as("packages of " + root + " depend on lower layers only");
  }

  static ArchRule noPackageCycles() {
    return slices().matching("(**)").should().beFreeOfCycles().as("packages have no cycles");
  }

  static ArchRule nullMarked() {
    return classes().should(new InNullMarkedPackage()).as("packages are @NullMarked");
  }

  static ArchRule noStandardStreams() {
    return NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.as("no class uses System.out, System.err or printStackTrace");
  }

  static ArchRule noJavaUtilLogging() {
    return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging")
        .as("no class uses java.util.logging");
  }

  static ArchRule noBareExceptions() {
    return noClasses().should(callConstructorWhere(describe("the exception says nothing", ArchitectureRules::isBare)))
        .as("no class makes a bare Throwable, Exception, RuntimeException or Error");
  }

  static ArchRule noLangChain4jInternals() {
    return noClasses().should().dependOnClassesThat().resideInAPackage("dev.langchain4j..internal..")
        .as("no class uses an internal package of LangChain4j");
  }

  static ArchRule nativeMemoryOnlyInLlama() {
    return noClasses().that().resideOutsideOfPackage("dev.catena.local.llama")
        .should().dependOnClassesThat().resideInAPackage("java.lang.foreign..")
        .allowEmptyShould(true)
        .as("only dev.catena.local.llama uses java.lang.foreign");
  }

  static ArchRule noJavaDeserialization() {
    return noClasses().should().dependOnClassesThat().areAssignableTo("java.io.ObjectInputStream")
        .as("no class reads Java serialization");
  }

  /// Tells `new RuntimeException()` from the `super()` of a subclass.
  private static boolean isBare(JavaConstructorCall call) {
    return BARE.contains(call.getTargetOwner().getName())
        && !(call.getOrigin().isConstructor() && call.getOriginOwner().isAssignableTo(call.getTargetOwner().getName()));
  }
}
