package dev.catena.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.run.Effect;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.Tool;
import dev.catena.tool.ToolResult;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorTest {
  private final Calculator calculator = new Calculator();

  private String value(String expression) {
    return switch (calculator.calculate(expression)) {
      case ToolResult.Success success -> success.text();
      case ToolResult.Failure failure -> throw new AssertionError(failure.text());
    };
  }

  private ToolResult.Failure failure(String expression) {
    return switch (calculator.calculate(expression)) {
      case ToolResult.Success success -> throw new AssertionError(expression + " is " + success.text());
      case ToolResult.Failure failure -> failure;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3|7", "(1 + 2) * 3|9", "7 / 2|3.5", "0.1 + 0.2|0.3", "-2^2|-4", "(-2)^2|4", "2^-1|0.5", "2^3^2|512", "2(3+4)|14", "1e3 + 1|1001",
        "100 / 3 * 3|100", "1.10 * 3|3.3", ".5 + 1|1.5", "--3|3", "1000000 * 1000000|1000000000000", "PI * 2|6.283185307179586",
      })
  void calculate_arithmetic_isExact(String expression, String expected) {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17.5 % of 2,340|409.5", "17.5% of 2340|409.5", "17.5%*2340|409.5", "2340 * 17.5%|409.5", "17.5 percent of 2340|409.5", "50%|0.5", "-10%|-0.1",
        "200 + 10%|220", "200 - 10%|180", "100 + 50 + 10%|165", "(200 + 10%) * 2|440", "200 * (1 + 10%)|220", "100 + 10% * 50|105", "10% of 50 + 1|6",
        "10% + 5%|0.105", "10% of 20% of 1000|20",
      })
  void calculate_percent_isAHundredthOrAPartOfTheLeft(String expression, String expected) {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "２３４０　＋　１|2341", "（１＋２）×３|9", "2340的17.5%|409.5", "17.5％的2340|409.5", "百分之17.5的2340|409.5", "12乘以3|36", "12除以3|4", "12加3减5|10",
        "3×4|12", "3 x 4|12", "3x4|12", "8÷2|4", "5²|25", "2³|8", "2¹⁰|1024", "10⁻³|0.001", "5 * 10^-2|0.05", "10−3|7", "10–3|7", "2**10|1024", "√16|4", "√(9+16)|5", "2π|6.283185307179586",
        "2,340,000 + 1|2340001", "2'340 * 2|4680", "2_340|2340", "$12.50 * 3|37.5", "12 € + 3|15", "￥100 + 1|101", "1+1=|2", "1+1 = ?|2", "1+1=？|2",
        "12加3等于多少？|15",
      })
  void calculate_asPeopleWrite_isUnderstood(String expression, String expected) {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ROUND(2.345, 2)|2.35", "round(2.5)|3", "MAX(1, 2, 3)|3", "min(4, 2)|2", "SUM(1, 2, 3)|6", "AVERAGE(1, 2)|1.5", "ABS(-3)|3", "FLOOR(2.7)|2",
        "CEILING(2.1)|3", "SQRT(2)|1.4142135623730950488", "LOG10(1000)|3", "LN(1)|0", "MOD(7, 3)|1", "MOD(-7, 3)|2", "2^0.5|1.4142135623731",
      })
  void calculate_function_isComputed(String expression, String expected) {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @Test
  void calculate_endless_isRounded() {
    assertThat(value("2 / 3")).isEqualTo("0.66666666666666666667");
  }

  @Test
  void calculate_longWholeNumbers_areExact() {
    assertThat(value("2^300")).isEqualTo("2037035976334486086268445688409378161051468393665936250636140449354381299763336706183397376");
    assertThat(value("123456789012345678901234567890 * 10 + 1")).isEqualTo("1234567890123456789012345678901");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "   ", "=", "?", "hello", "1 +", "* 2", "(1", "1)", "1 / 0", "0^-1", "1 2", "17.5% 2340", "5 % 3", "50%(200)", "17,5 + 1", "2.340,50", "2½", "5!",
        "FACT(5)", "RANDOM()", "IF(1, 2, 3)", "x + 1", "\"a\" + 1", "1 > 2", "TRUE", "SQRT(-1)", "(-8)^0.5", "MOD(5, 0)", "MAX()", "MAX(1,234)", "a.b", "[1]",
        "NULL", "DT_NOW()", "LN(0)", "0x1F",
      })
  void calculate_noArithmetic_saysWhatToWrite(String expression) {
    ToolResult.Failure failure = failure(expression);

    assertThat(failure.code()).isEqualTo("invalid-expression");
    assertThat(failure.text()).contains("cannot be computed").contains("ROUND").doesNotContain("Exception").doesNotContain("evalex");
  }

  /// Most of these would take hours or all memory without a bound. The time limit only ends a broken build.
  @ParameterizedTest
  @Timeout(30)
  @ValueSource(
      strings = {
        "9^9^9^9", "9^9^9", "(9^99)^99", "10^1000000000", "2^-999999999", "0.1^999", "1e999999999", "1e-999999999", "ROUND(1, 2000000000)",
        "ROUND(1, -2000000000)", "9e99^9e99", "1.0000001^999999999", "10^100 * 10^100", "1/10^99/10^99",
      })
  void calculate_huge_isRefusedAtOnce(String expression) {
    assertThat(failure(expression).code()).isEqualTo("invalid-expression");
  }

  @Test
  @Timeout(30)
  void calculate_deepest_isComputedOrRefusedWithoutOverflow() {
    int half = Calculator.MAX_LENGTH / 2;

    assertThat(value("(".repeat(half - 1) + "1" + ")".repeat(half - 1))).isEqualTo("1");
    assertThat(value("1" + "+1".repeat(half - 1))).isEqualTo(Integer.toString(half));
    assertThat(value("-".repeat(Calculator.MAX_LENGTH - 1) + "1")).isEqualTo("-1");
    assertThat(failure("9^".repeat(half - 1) + "9").code()).isEqualTo("invalid-expression");
  }

  @Test
  void calculate_tooLong_isRefused() {
    assertThat(failure("1".repeat(Calculator.MAX_LENGTH + 1)).text()).contains("longer than 300");
  }

  @Test
  void toolbox_offersItAsCalculateWithoutEffect() {
    Toolbox toolbox = Toolbox.of(calculator);
    Tool tool = toolbox.find("calculate").orElseThrow();

    CheckedCall call = toolbox.check(ToolExecutionRequest.builder().name("calculate").arguments("{\"expression\":\"1 + 1\"}").build());

    assertThat(tool.effect()).isEqualTo(Effect.NONE);
    assertThat(tool.declared()).isTrue();
    assertThat(call).isInstanceOf(CheckedCall.Ready.class);
  }
}
