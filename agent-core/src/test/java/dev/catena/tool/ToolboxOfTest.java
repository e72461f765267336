package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.run.Effect;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which tools can be offered.
class ToolboxOfTest {
  @Test
  void of_methods_areOrderedByName() {
    Toolbox toolbox = Toolbox.of(new Three());

    assertThat(toolbox.specifications()).extracting(ToolSpecification::name).containsExactly("a", "b", "c");
    assertThat(toolbox.find("b")).isPresent();
    assertThat(toolbox.find("B")).isEmpty();
  }

  @Test
  void of_inheritedMethods_areFound() {
    Toolbox toolbox = Toolbox.of(new Child());

    assertThat(toolbox.specifications()).extracting(ToolSpecification::name).containsExactly("defaulted", "parent");
  }

  @Test
  void of_overriddenMethod_runsTheOverride() throws InterruptedException {
    assertThat(Toolbox.of(new Child()).find("parent").orElseThrow().run("{}", new FakeContext()).text()).isEqualTo("child");
  }

  @Test
  void of_annotations_areLangChain4js() {
    ToolSpecification specification = Toolbox.of(new Described()).specifications().getFirst();

    assertThat(specification.name()).isEqualTo("get_weather");
    assertThat(specification.description()).isEqualTo("The weather\nin a city");
    assertThat(specification.parameters().required()).containsExactly("city");
    assertThat(specification.toJson()).contains("Name of the city");
  }

  @Test
  void of_none_isEmpty() {
    assertThat(Toolbox.of().specifications()).isEmpty();
    assertThat(Toolbox.none().specifications()).isEmpty();
  }

  @Test
  void of_objectWithoutTools_isRefused() {
    assertThatThrownBy(() -> Toolbox.of("text")).isInstanceOf(InvalidToolException.class).hasMessageContaining("java.lang.String has no method with @Tool");
  }

  @Test
  void of_classOrList_isRefusedWithAHint() {
    assertThatThrownBy(() -> Toolbox.of(Described.class)).hasMessageContaining("give the objects themselves");
    assertThatThrownBy(() -> Toolbox.of(List.of(new Described()))).hasMessageContaining("give the objects themselves");
  }

  @Test
  void of_nameTwice_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new Described(), new Described()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("'get_weather' is there twice");
  }

  @Test
  void of_nameThatProvidersRefuse_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new BadName()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("'get weather'");
  }

  @Test
  void of_optionalPrimitive_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new OptionalPrimitive()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("'count'")
        .hasMessageContaining("take a Integer");
  }

  @Test
  void of_optionalWithDefault_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new OptionalWithDefault()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("take one of the two");
  }

  @Test
  void of_defaultThatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new BadDefault()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("the default \"many\" of parameter 'count' is no int");
  }

  @Test
  void of_parameterOfAiServices_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new MemoryId()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("ToolContext");
  }

  @Test
  void of_businessKeyThatIsNoParameter_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new NoSuchKey()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("by = \"order\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/schema.json", "file:///etc/passwd", "classpath:/draft/2020-12/schema", "other.json"})
  void of_schemaThatRefersOutside_isRefused(String reference) {
    assertThatThrownBy(() -> Toolbox.of(new ToolboxCheckTest.RawTool("{\"$ref\":\"%s\"}".formatted(reference))))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining("'raw'")
        .hasMessageContaining(reference);
  }

  @Test
  void of_schemaThatIsNone_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new ToolboxCheckTest.RawTool("{\"type\":\"string\",\"pattern\":\"(\"}")))
        .isInstanceOf(InvalidToolException.class);
  }

  interface Defaulted {
    @Tool
    default String defaulted() {
      return "default";
    }
  }

  static class Parent {
    @Tool
    String parent() {
      return "parent";
    }
  }

  static final class Child extends Parent implements Defaulted {
    @Override
    String parent() {
      return "child";
    }
  }

  static final class Described {
    @Tool(name = "get_weather", value = {"The weather", "in a city"})
    String weather(@P("Name of the city") String city, @P(value = "unit", required = false) String unit) {
      return city + unit;
    }
  }

  static final class Three {
    @Tool
    void b() {}

    @Tool
    void c() {}

    @Tool
    void a() {}
  }

  static final class BadName {
    @Tool(name = "get weather")
    void weather() {}
  }

  static final class OptionalPrimitive {
    @Tool
    void tool(@P(value = "count", required = false) int count) {}
  }

  static final class OptionalWithDefault {
    @Tool
    void tool(@P(value = "count", defaultValue = "1") Optional<Integer> count) {}
  }

  static final class BadDefault {
    @Tool
    void tool(@P(value = "count", defaultValue = "many") int count) {}
  }

  static final class MemoryId {
    @Tool
    void tool(@ToolMemoryId String memory) {}
  }

  static final class NoSuchKey {
    @Tool
    @SideEffect(value = Effect.KEYED, by = "order")
    void tool(String id) {}
  }
}
