package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gate lets pass and what it says to the rest.
class ToolboxCheckTest {
  private final Orders orders = new Orders();
  private final Toolbox toolbox = Toolbox.of(orders);

  private CheckedCall check(String tool, @Nullable String arguments) {
    return toolbox.check(ToolExecutionRequest.builder().name(tool).arguments(arguments).build());
  }

  private String passed(String tool, @Nullable String arguments) {
    return switch (check(tool, arguments)) {
      case CheckedCall.Ready ready -> ready.arguments();
      case CheckedCall.Refused refused -> throw new AssertionError(refused.why().text());
    };
  }

  private ToolResult.Failure refused(String tool, @Nullable String arguments) {
    return switch (check(tool, arguments)) {
      case CheckedCall.Ready ready -> throw new AssertionError("let pass: " + ready.arguments());
      case CheckedCall.Refused refused -> refused.why();
    };
  }

  @Test
  void check_valid_isCanonical() {
    assertThat(passed("refund", "{ \"order\": \"1123\", \"cents\": 250 }")).isEqualTo("{\"cents\":250,\"order\":\"1123\"}");
  }

  @Test
  void check_stringThatHoldsAnObject_isUnwrapped() {
    assertThat(passed("refund", "\"{\\\"order\\\":\\\"1\\\",\\\"cents\\\":2}\"")).isEqualTo("{\"cents\":2,\"order\":\"1\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"3\"|3", "\"-3\"|-3", "3.0|3", "\"3.00\"|3", "9007199254740993|9007199254740993", "\"9007199254740993\"|9007199254740993",
      })
  void check_integer_isCoercedWithoutLoss(String given, String expected) {
    assertThat(passed("refund", "{\"order\":\"a\",\"cents\":%s}".formatted(given)))
        .isEqualTo("{\"cents\":%s,\"order\":\"a\"}".formatted(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "\"3.5\"", "\"three\"", "\"\"", "\" 3\"", "true", "null", "[3]", "{}", "1e300", "1e999999999", "99999999999999999999"})
  void check_noInteger_isRefused(String given) {
    assertThat(refused("refund", "{\"order\":\"a\",\"cents\":%s}".formatted(given)).code()).isEqualTo("invalid-arguments");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"1123|1123", "3.10|3.10", "12345678901234567890|12345678901234567890"})
  void check_numberForText_isTakenAsWritten(String given, String expected) {
    assertThat(passed("refund", "{\"order\":%s,\"cents\":1}".formatted(given)))
        .isEqualTo("{\"cents\":1,\"order\":\"%s\"}".formatted(expected));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"\"true\"|true", "\"false\"|false", "true|true"})
  void check_truthValueAsText_isCoerced(String given, String expected) {
    assertThat(passed("ship", "{\"express\":%s}".formatted(given))).contains("\"express\":" + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yes\"", "1", "\"TRUE\"", "null"})
  void check_noTruthValue_isRefused(String given) {
    assertThat(refused("ship", "{\"express\":%s}".formatted(given)).text()).contains("express: expected boolean, got " + given);
  }

  @Test
  void check_missingOptionals_getTheirDefaults() {
    assertThat(passed("ship", "{\"express\":true}")).isEqualTo("{\"carrier\":\"DHL\",\"express\":true,\"parcels\":1}");
  }

  @Test
  void check_nullForOptional_isAsIfMissing() {
    assertThat(passed("ship", "{\"express\":true,\"note\":null,\"parcels\":null}"))
        .isEqualTo("{\"carrier\":\"DHL\",\"express\":true,\"parcels\":1}");
  }

  /// LangChain4j 1.19 calls the method with null here.
  @Test
  void check_requiredMissing_isRefusedByName() {
    ToolResult.Failure why = refused("refund", "{\"cents\":5}");

    assertThat(why.text())
        .isEqualTo("'refund' was not run.\n- order: missing, expected string\nSmallest valid arguments: {\"order\":\"<order>\",\"cents\":1}");
    assertThat(orders.calls).isEmpty();
  }

  /// LangChain4j 1.19 ignores the unknown argument and calls the method with null.
  @Test
  void check_misspeltArgument_namesTheNearest() {
    assertThat(refused("refund", "{\"Ordr\":\"1\",\"cents\":5}").text())
        .contains("Ordr: unknown argument; did you mean 'order'? (known are order, cents)")
        .contains("order: missing");
  }

  @Test
  void check_argumentForToolWithoutArguments_isRefused() {
    assertThat(refused("list", "{\"all\":true}").text()).contains("all: unknown argument (there are no arguments)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{}"})
  void check_noArgumentsForToolWithoutArguments_passes(String given) {
    assertThat(passed("list", given)).isEqualTo("{}");
    assertThat(passed("list", null)).isEqualTo("{}");
  }

  @Test
  void check_unknownTool_isRefusedWithTheNearestAndAll() {
    ToolResult.Failure why = refused("refunds", "{}");

    assertThat(why.code()).isEqualTo("unknown-tool");
    assertThat(why.text()).isEqualTo("There is no tool 'refunds'. Did you mean 'refund'? The tools are: label, list, refund, ship.");
  }

  @Test
  void check_emptyToolbox_saysSo() {
    CheckedCall checked = Toolbox.none().check(ToolExecutionRequest.builder().name("x").arguments("{}").build());

    assertThat(checked).isInstanceOfSatisfying(CheckedCall.Refused.class, refused -> assertThat(refused.why().text()).contains("no tools"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{", "[]", "3", "null", "\"text\"", "{\"order\":\"a\",\"order\":\"b\",\"cents\":1}", "{\"order\":\"a\",\"cents\":1} {}", "{'order':'a'}",
        "{\"order\":\"a\",}", "{\"order\":NaN}", "{\"order\":\"\u0001\"}", "\"\\\"{}\\\"\"", "// x\n{}",
      })
  void check_notOneObject_isRefused(String given) {
    ToolResult.Failure why = refused("refund", given);

    assertThat(why.code()).isEqualTo("invalid-arguments");
    assertThat(why.text()).doesNotContain("jackson").doesNotContain("Exception").doesNotContain("Source:");
  }

  @Test
  void check_enumValueUnknown_listsTheValues() {
    assertThat(refused("ship", "{\"express\":true,\"carrier\":\"FedEx\"}").text())
        .contains("carrier: expected one of \"DHL\", \"UPS\", got \"FedEx\"");
  }

  @Test
  void check_nestedValues_haveTheirPath() {
    String text = refused("label", "{\"to\":{\"street\":\"Main\",\"zip\":\"x\",\"citty\":\"Bonn\"},\"copies\":[\"1\",\"many\"]}").text();

    assertThat(text)
        .contains("to.zip: expected integer, got \"x\"")
        .contains("to.citty: unknown argument; did you mean 'city'?")
        .contains("copies.1: expected integer, got \"many\"");
  }

  @Test
  void check_valueThatItsTypeRefuses_isRefusedWithTheTypesOwnWords() {
    assertThat(refused("label", "{\"to\":{\"street\":\"\",\"zip\":1,\"city\":\"Bonn\"},\"copies\":[]}").text())
        .contains("to: a street needs a name")
        .doesNotContain("dev.catena");
  }

  @Test
  void check_valueThatOverflows_isRefused() {
    assertThat(refused("label", "{\"to\":{\"street\":\"Main\",\"zip\":3000000000,\"city\":\"Bonn\"},\"copies\":[]}").text())
        .contains("to.zip: not a valid");
  }

  @Test
  void check_refused_neverRunsTheTool() {
    refused("refund", "{}");
    refused("label", "{\"to\":1}");

    assertThat(orders.calls).isEmpty();
  }

  /// LangChain4j 1.19 takes text with double braces for a template in one place.
  @Test
  void check_textWithBraces_passesUntouched() {
    assertThat(passed("refund", "{\"order\":\"{{name}} ${x} %s\",\"cents\":1}")).isEqualTo("{\"cents\":1,\"order\":\"{{name}} ${x} %s\"}");
  }

  @Test
  void check_deepNesting_isRefusedWithoutOverflow() {
    String deep = "{\"order\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(refused("refund", deep).code()).isEqualTo("invalid-arguments");
  }

  @Test
  void check_manyErrors_areFew() {
    StringBuilder json = new StringBuilder("{\"order\":\"a\",\"cents\":1");
    for (int i = 0; i < 1_000; i++) {
      json.append(",\"x").append(i).append("\":1");
    }

    assertThat(refused("refund", json.append('}').toString()).text()).hasSizeLessThan(1_500).contains("and 992 more");
  }

  @Test
  void check_rawSchema_isEnforcedAndTold() {
    Toolbox raw = Toolbox.of(new RawTool("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}},\"required\":[\"n\"]}"));

    CheckedCall checked = raw.check(ToolExecutionRequest.builder().name("raw").arguments("{\"value\":{\"n\":10}}").build());

    assertThat(checked)
        .isInstanceOfSatisfying(
            CheckedCall.Refused.class,
            refused -> assertThat(refused.why().text()).contains("value.n: expected integer, minimum 1, maximum 9, got 10"));
  }

  /// A tool made by hand.
  record RawTool(String valueSchema) implements dev.catena.tool.Tool {
    @Override
    public dev.langchain4j.agent.tool.ToolSpecification specification() {
      return dev.langchain4j.agent.tool.ToolSpecification.builder()
          .name("raw")
          .parameters(JsonObjectSchema.builder().addProperty("value", JsonRawSchema.from(valueSchema)).required("value").build())
          .build();
    }

    @Override
    public dev.catena.run.Effect effect() {
      return dev.catena.run.Effect.NONE;
    }

    @Override
    public Optional<String> businessKey() {
      return Optional.empty();
    }

    @Override
    public boolean declared() {
      return true;
    }

    @Override
    public ToolResult run(String argumentsJson, ToolContext context) {
      return new ToolResult.Success(argumentsJson);
    }
  }

  enum Carrier {
    DHL,
    UPS
  }

  record Address(String street, int zip, String city) {
    Address {
      if (street.isEmpty()) {
        throw new IllegalArgumentException("a street needs a name");
      }
    }
  }

  static final class Orders {
    final List<String> calls = new ArrayList<>();

    @Tool("Refund an order")
    String refund(@P("order number") String order, long cents) {
      calls.add(order);
      return "refunded " + cents;
    }

    @Tool
    void ship(
        boolean express,
        @P(value = "carrier", defaultValue = "DHL") Carrier carrier,
        @P(value = "parcels", defaultValue = "1") int parcels,
        @P(value = "note", required = false) @Nullable String note) {
      calls.add("ship");
    }

    @Tool
    String label(Address to, List<Integer> copies) {
      calls.add(to.city());
      return "printed";
    }

    @Tool
    List<String> list() {
      calls.add("list");
      return calls;
    }
  }
}
