package dev.catena.local.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

  private static String of(JsonObjectSchema.Builder parameters) {
    return Signature.of(ToolSpecification.builder().name("f").parameters(parameters.build()).build());
  }

  @Test
  void of_noParameters_isEmptyBrackets() {
    assertThat(Signature.of(ToolSpecification.builder().name("clock").build())).isEqualTo("clock()");
  }

  @Test
  void of_descriptionOfSeveralLines_isOneComment() {
    ToolSpecification tool = ToolSpecification.builder().name("clock").description(" The time\n\n of day. ").build();
    assertThat(Signature.of(tool)).isEqualTo("clock() // The time of day.");
  }

  @Test
  void of_blankDescription_isNoComment() {
    assertThat(Signature.of(ToolSpecification.builder().name("clock").description("  ").build())).isEqualTo("clock()");
  }

  @Test
  void of_requiredAndOptional_areTold() {
    assertThat(of(JsonObjectSchema.builder().addStringProperty("a").addNumberProperty("b").required("a")))
        .isEqualTo("f(a: string, b?: number)");
  }

  @Test
  void of_simpleTypes_areNamed() {
    assertThat(of(JsonObjectSchema.builder()
            .addIntegerProperty("i")
            .addBooleanProperty("b")
            .addEnumProperty("e", List.of("x", "y"))
            .required("i", "b", "e")))
        .isEqualTo("f(i: integer, b: boolean, e: \"x\" | \"y\")");
  }

  @Test
  void of_nestedTypes_areWrittenOut() {
    assertThat(of(JsonObjectSchema.builder()
            .addProperty("list", JsonArraySchema.builder().items(new JsonStringSchema()).build())
            .addProperty("any", JsonArraySchema.builder().build())
            .addProperty("inner", JsonObjectSchema.builder().addStringProperty("x").build())
            .addProperty("either", JsonAnyOfSchema.builder().anyOf(new JsonStringSchema(), new JsonIntegerSchema()).build())
            .addProperty("other", JsonReferenceSchema.builder().reference("node").build())
            .required("list", "any", "inner", "either", "other")))
        .isEqualTo("f(list: (string)[], any: any[], inner: {x?: string}, either: string | integer, other: any)");
  }

  @Test
  void of_memberDescription_cannotEndItsComment() {
    assertThat(of(JsonObjectSchema.builder().addStringProperty("a", "one */ two\nthree").required("a")))
        .isEqualTo("f(a: string /* one * / two three */)");
  }
}
