package dev.catena.tools;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.AverageFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.Log10Function;
import com.ezylang.evalex.functions.basic.LogFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.functions.basic.SqrtFunction;
import com.ezylang.evalex.functions.basic.SumFunction;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.PostfixOperator;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/// The language of the calculator: EvalEx with these operators, functions and constants and no others. Each of them takes bounded
/// time and memory: powers and rounding check their size first, factorials and random numbers are left out.
final class Arithmetic {
  /// More digits than any result has that is shown.
  static final MathContext PRECISION = new MathContext(2 * Calculator.MAX_MAGNITUDE, RoundingMode.HALF_UP);

  static final String FUNCTION_NAMES = "ABS AVERAGE CEILING FLOOR LN LOG10 MAX MIN MOD ROUND SQRT SUM";

  static final ExpressionConfiguration CONFIGURATION = configuration();

  private static final int MAX_EXPONENT = 1_000;

  /// How many digits a `double` is good for.
  private static final MathContext OF_A_DOUBLE = new MathContext(15, RoundingMode.HALF_UP);

  private Arithmetic() {}

  @SuppressWarnings("unchecked") // EvalEx takes a generic array
  private static ExpressionConfiguration configuration() {
    return ExpressionConfiguration.builder()
        .operatorDictionary(
            MapBasedOperatorDictionary.ofOperators(
                Map.entry("+", new PrefixPlusOperator()),
                Map.entry("-", new PrefixMinusOperator()),
                Map.entry("+", new Plus()),
                Map.entry("-", new Minus()),
                Map.entry("*", new InfixMultiplicationOperator()),
                Map.entry("/", new InfixDivisionOperator()),
                Map.entry("^", new Power()),
                Map.entry("%", new Percent())))
        .functionDictionary(
            MapBasedFunctionDictionary.ofFunctions(
                Map.entry("ABS", new AbsFunction()),
                Map.entry("AVERAGE", new AverageFunction()),
                Map.entry("CEILING", new CeilingFunction()),
                Map.entry("FLOOR", new FloorFunction()),
                Map.entry("LN", new LogFunction()),
                Map.entry("LOG10", new Log10Function()),
                Map.entry("MAX", new MaxFunction()),
                Map.entry("MIN", new MinFunction()),
                Map.entry("MOD", new Mod()),
                Map.entry("ROUND", new Round()),
                Map.entry("SQRT", new SqrtFunction()),
                Map.entry("SUM", new SumFunction())))
        .defaultConstants(Map.of("PI", EvaluationValue.numberValue(BigDecimal.valueOf(Math.PI)), "E", EvaluationValue.numberValue(BigDecimal.valueOf(Math.E))))
        .mathContext(PRECISION)
        .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
        .arraysAllowed(false)
        .structuresAllowed(false)
        .locale(Locale.ROOT)
        .build();
  }

  /// `200 + 10%` adds ten percent of 200.
  private abstract static class Additive extends AbstractOperator {
    @Override
    public final EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) throws EvaluationException {
      ASTNode rightNode = operands[1].getExpressionNode();
      BigDecimal left = expression.evaluateSubtree(operands[0].getExpressionNode()).getNumberValue();
      BigDecimal right = expression.evaluateSubtree(rightNode).getNumberValue();
      boolean percent = rightNode.getToken().getType() == Token.TokenType.POSTFIX_OPERATOR;
      return EvaluationValue.numberValue(compute(left, percent ? left.multiply(right, PRECISION) : right));
    }

    abstract BigDecimal compute(BigDecimal left, BigDecimal right);
  }

  @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_ADDITIVE, operandsLazy = true)
  private static final class Plus extends Additive {
    @Override
    BigDecimal compute(BigDecimal left, BigDecimal right) {
      return left.add(right, PRECISION);
    }
  }

  @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_ADDITIVE, operandsLazy = true)
  private static final class Minus extends Additive {
    @Override
    BigDecimal compute(BigDecimal left, BigDecimal right) {
      return left.subtract(right, PRECISION);
    }
  }

  /// A hundredth.
  @PostfixOperator
  private static final class Percent extends AbstractOperator {
    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) {
      return EvaluationValue.numberValue(operands[0].getNumberValue().movePointLeft(2));
    }
  }

  /// A power whose result is not beyond what can be shown.
  @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER, leftAssociative = false)
  private static final class Power extends AbstractOperator {
    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) throws EvaluationException {
      BigDecimal base = operands[0].getNumberValue();
      BigDecimal exponent = operands[1].getNumberValue().stripTrailingZeros();
      if (base.signum() == 0 && exponent.signum() < 0) {
        throw new EvaluationException(token, "Division by zero");
      }
      if (tooLarge(base, exponent.doubleValue())) {
        throw new EvaluationException(
            token, "a power beyond 10^%d, or an exponent beyond %d".formatted(Calculator.MAX_MAGNITUDE, MAX_EXPONENT));
      }
      return EvaluationValue.numberValue(exponent.scale() <= 0 ? whole(base, exponent.intValueExact()) : broken(base, exponent, token));
    }

    @Override
    public int getPrecedence(ExpressionConfiguration configuration) {
      return configuration.getPowerOfPrecedence();
    }

    private static boolean tooLarge(BigDecimal base, double exponent) {
      double magnitude = base.signum() == 0 ? 0 : Math.log10(base.abs().doubleValue()) * exponent;
      return Math.abs(exponent) > MAX_EXPONENT || Math.abs(magnitude) > Calculator.MAX_MAGNITUDE;
    }

    private static BigDecimal whole(BigDecimal base, int exponent) {
      BigDecimal power = base.pow(Math.abs(exponent), PRECISION);
      return exponent < 0 ? BigDecimal.ONE.divide(power, PRECISION) : power;
    }

    private static BigDecimal broken(BigDecimal base, BigDecimal exponent, Token token) throws EvaluationException {
      double power = Math.pow(base.doubleValue(), exponent.doubleValue());
      if (!Double.isFinite(power)) {
        throw new EvaluationException(token, "a negative number has no such root");
      }
      return new BigDecimal(power, OF_A_DOUBLE);
    }
  }

  /// The remainder, with the sign of the divisor.
  @FunctionParameter(name = "value")
  @FunctionParameter(name = "divisor", nonZero = true)
  private static final class Mod extends AbstractFunction {
    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... parameters) {
      BigDecimal value = parameters[0].getNumberValue();
      BigDecimal divisor = parameters[1].getNumberValue();
      BigDecimal times = value.divide(divisor, 0, RoundingMode.FLOOR);
      return EvaluationValue.numberValue(value.subtract(times.multiply(divisor)));
    }
  }

  /// Half up, to a number of decimals; none when not given.
  @FunctionParameter(name = "value")
  @FunctionParameter(name = "decimals", isVarArg = true)
  private static final class Round extends AbstractFunction {
    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... parameters) throws EvaluationException {
      BigDecimal decimals = parameters.length > 1 ? parameters[1].getNumberValue() : BigDecimal.ZERO;
      if (decimals.abs().compareTo(BigDecimal.valueOf(Calculator.MAX_MAGNITUDE)) > 0) {
        throw new EvaluationException(token, "ROUND takes at most " + Calculator.MAX_MAGNITUDE + " decimals");
      }
      return EvaluationValue.numberValue(parameters[0].getNumberValue().setScale(decimals.intValue(), RoundingMode.HALF_UP));
    }
  }
}
