package dev.catena.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureRulesTest {
  private static final String MARKED = "@org.jspecify.annotations.NullMarked package %s;";
  private static final ArchRule LAYERS = ArchitectureRules.layers("x", ".", "a b", "c");

  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', textBlock = """
      no class uses System.out,           class A { void a() { System.out.println(); } }
      no class uses System.out,           class A { void a() { System.err.println(); } }
      no class uses System.out,           class A { void a(Exception e) { e.printStackTrace(); } }
      no class uses java.util.logging,    class A { java.util.logging.Logger log; }
      no class makes a bare,              `class A { void a() { throw new RuntimeException("a"); } }`
      no class makes a bare,              `class A { void a() throws Exception { throw new Exception("a"); } }`
      no class makes a bare,              `class A { void a() { throw new Error("a"); } }`
      no class makes a bare,              `class A { void a() throws Throwable { throw new Throwable("a"); } }`
      no class uses an internal package,  class A { dev.langchain4j.internal.Json json; }
      only dev.catena.local.llama,        class A { java.lang.foreign.Arena arena; }
      no class reads Java serialization,  class A { java.io.ObjectInputStream in; }
      """)
  void library_offence_breaksThatRuleAlone(String rule, String source) throws Exception {
    JavaClasses classes = compiled(Map.of("x/A.java", "package x; " + source, "x/package-info.java", MARKED.formatted("x")));

    assertThat(broken(ArchitectureRules.library(), classes)).singleElement().asString().startsWith(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"System.out.println();", "java.util.logging.Logger.getGlobal();"})
  void program_printingOrLogging_isAllowed(String statement) throws Exception {
    JavaClasses classes = compiled(
        Map.of("x/A.java", "package x; class A { void a() { %s } }".formatted(statement), "x/package-info.java", MARKED.formatted("x")));

    assertThat(broken(ArchitectureRules.program(), classes)).isEmpty();
  }

  @Test
  void library_subclassOfRuntimeException_isAllowed() throws Exception {
    JavaClasses classes = compiled(
        Map.of(
            "x/A.java", "package x; class A extends RuntimeException { A() { super(\"a\"); } }",
            "x/package-info.java", MARKED.formatted("x")));

    assertThat(broken(ArchitectureRules.library(), classes)).isEmpty();
  }

  @Test
  void library_packageInfoWithoutMark_isBroken() throws Exception {
    JavaClasses classes = compiled(Map.of("x/A.java", "package x; class A {}", "x/package-info.java", "@Deprecated package x;"));

    assertThat(broken(ArchitectureRules.library(), classes)).containsExactly("packages are @NullMarked");
  }

  @Test
  void library_noPackageInfo_isBroken() throws Exception {
    assertThat(broken(ArchitectureRules.library(), compiled(Map.of("x/A.java", "package x; class A {}"))))
        .containsExactly("packages are @NullMarked");
  }

  @Test
  void library_packagesThatSeeEachOther_areACycle() throws Exception {
    JavaClasses classes = compiled(
        Map.of(
            "x/a/A.java", "package x.a; public class A { x.b.B b; }",
            "x/b/B.java", "package x.b; public class B { x.a.A a; }",
            "x/a/package-info.java", MARKED.formatted("x.a"),
            "x/b/package-info.java", MARKED.formatted("x.b")));

    assertThat(broken(ArchitectureRules.library(), classes)).containsExactly("packages have no cycles");
  }

  @ParameterizedTest
  @CsvSource({"x, x.a", "x, x.c", "x.a, x.c", "x.a, y", "x.c, x.c"})
  void layers_downwards_holds(String from, String to) throws Exception {
    assertThat(LAYERS.evaluate(dependency(from, to)).hasViolation()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"x.a, x", "x.c, x", "x.c, x.b", "x.a, x.b"})
  void layers_upwardsOrSideways_isBroken(String from, String to) throws Exception {
    assertThat(LAYERS.evaluate(dependency(from, to)).getFailureReport().getDetails())
        .singleElement().asString().contains(from + ".From.to", to + ".To");
  }

  @Test
  void layers_packageWithoutLayer_isBroken() throws Exception {
    assertThat(LAYERS.evaluate(compiled(Map.of("x/d/A.java", "package x.d; class A {}"))).getFailureReport().getDetails())
        .containsExactly("x.d.A is in a package without a layer");
  }

  @Test
  void moduleOf_class_isItsModuleWithoutTests() {
    JavaClasses classes = ArchitectureRules.moduleOf(ArchitectureRules.class);

    assertThat(classes.contain(Layers.class)).isTrue();
    assertThat(classes.contain(ArchitectureRulesTest.class)).isFalse();
    assertThat(classes.contain(JavaClasses.class)).isFalse();
  }

  private static List<String> broken(List<ArchRule> rules, JavaClasses classes) {
    return rules.stream().filter(rule -> rule.evaluate(classes).hasViolation()).map(ArchRule::getDescription).toList();
  }

  private JavaClasses dependency(String from, String to) throws IOException {
    JavaClasses all = compiled(
        Map.of(
            from.replace('.', '/') + "/From.java", "package %s; public class From { %s.To to; }".formatted(from, to),
            to.replace('.', '/') + "/To.java", "package %s; public class To {}".formatted(to)));
    return all.that(describe("from", type -> type.getSimpleName().equals("From")));
  }

  private JavaClasses compiled(Map<String, String> sources) throws IOException {
    List<String> arguments = new ArrayList<>(
        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
    return new ClassFileImporter().importPath(folder);
  }
}
