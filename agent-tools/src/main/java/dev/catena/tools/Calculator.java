package dev.catena.tools;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import dev.catena.run.Effect;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Arithmetic in decimal numbers, written as people and small models write it: `17.5 % of 2,340`, `3×4²`, `2340的17.5％`.
///
/// Sums, products and whole powers are exact; what has no end is rounded to [#DIGITS] digits. `200 + 10%` is 220, as on a pocket
/// calculator. No expression takes long or much memory. Safe for use by many threads.
public final class Calculator {
  /// The longest expression, in `char`s.
  public static final int MAX_LENGTH = 300;

  /// The largest power of ten, and its reciprocal the smallest, that a result may reach.
  public static final int MAX_MAGNITUDE = 100;

  /// How many significant digits a result has that is not exact.
  public static final int DIGITS = 20;

  /// The code of what is no expression, or has no result.
  public static final String INVALID_EXPRESSION = "invalid-expression";

  /// A calculator.
  public Calculator() {}

  /// Computes an expression.
  ///
  /// @param expression numbers, `+ - * / ^ %`, parentheses, and the functions that a failure lists
  /// @return plain decimal digits, or what is wrong with the expression and what may be written
  @Tool(name = "calculate", value = "Computes an arithmetic expression")
  @SideEffect(Effect.NONE)
  public ToolResult calculate(@P("such as 17.5% of 2340") String expression) {
    if (expression.length() > MAX_LENGTH) {
      return failure("The expression is longer than %d characters; compute it in steps.".formatted(MAX_LENGTH));
    }
    try {
      EvaluationValue value = new Expression(Notation.normal(expression), Arithmetic.CONFIGURATION).evaluate();
      return value.isNumberValue() ? shown(value.getNumberValue()) : failure("'%s' is no number.".formatted(expression));
    } catch (BaseException | ArithmeticException | IllegalArgumentException e) {
      return failure(
          "'%s' cannot be computed: %s. Write numbers, + - * / ^ %% ( ) and %s; a point for decimals."
              .formatted(expression, e.getMessage(), Arithmetic.FUNCTION_NAMES));
    }
  }

  private static ToolResult shown(BigDecimal value) {
    BigDecimal least = value.stripTrailingZeros();
    int magnitude = least.precision() - least.scale();
    if (Math.abs((long) magnitude) > MAX_MAGNITUDE) {
      return failure("The result is beyond 10^%d.".formatted(magnitude > 0 ? MAX_MAGNITUDE : -MAX_MAGNITUDE));
    }
    boolean exact = least.scale() <= 0 || least.precision() < Arithmetic.PRECISION.getPrecision() / 2;
    BigDecimal rounded = exact ? least : least.round(new MathContext(DIGITS, RoundingMode.HALF_UP));
    return new ToolResult.Success(rounded.stripTrailingZeros().toPlainString());
  }

  private static ToolResult failure(String text) {
    return new ToolResult.Failure(INVALID_EXPRESSION, text);
  }
}
