package dev.catena.tools;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.functions.FunctionIfc;
import dev.catena.run.Effect;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Arithmetic in decimal numbers, as people and small models write it: `17.5 % of 2,340`, `3×4`, `２＋２`.
///
/// use by many threads.
public final class Calculator {
  /// The longest expression, in characters.
  public static final int MAX_LENGTH = 500;

  /// The largest exponent.
  public static final int MAX_EXPONENT = 1000;


  private static final Set<String> FUNCTIONS =
      Set.of("ABS", "CEILING", "FLOOR", "MAX", "MIN", "ROUND", "SQRT", "SUM", "AVERAGE", "LOG", "LOG10");

  private static final Pattern THOUSANDS = Pattern.compile("(?<![\\d.,])\\d{1,3}(?:,\\d{3})+(?![\\d,])");
  private static final Pattern PERCENT_OF = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%\\s*(?:of|的)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%(?!\\s*[\\d(])");
  private static final Pattern POWER = Pattern.compile("\\^\\s*(\\(|[^\\d\\s(]|\\d+(?:\\.\\d+)?)");
  private static final Pattern TOWER = Pattern.compile("\\^[^+*/]*\\^");
  private static final ExpressionConfiguration CONFIGURATION = configuration();

  /// A calculator.
  public Calculator() {}

  /// The value of an expression, in plain decimal digits.
  ///
  /// @throws IllegalArgumentException if it is none, or too large to compute; the message says what is allowed
  @Tool(name = "calculate", value = "Computes an arithmetic expression")
  @SideEffect(Effect.NONE)
  public String calculate(@P("e.g. 17.5 % of 2,340") String expression) {
    if (expression.isBlank() || expression.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("an expression has 1 to %d characters".formatted(MAX_LENGTH));
    }
    String normal = normal(expression);
    checkSize(normal, expression);
    try {
      return new Expression(normal, CONFIGURATION)
          .evaluate()
          .getNumberValue()
          .round(new MathContext(20, RoundingMode.HALF_UP))
          .stripTrailingZeros()
          .toPlainString();
    } catch (BaseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be computed: %s; write numbers, + - * / ^ %% ( ) and %s"
              .formatted(expression, e.getMessage(), FUNCTIONS.stream().sorted().collect(Collectors.joining(" "))));
    }
  }

  /// The one place where what people write becomes what the evaluator reads.
  private static String normal(String expression) {
    String text =
        Normalizer.normalize(expression.replace("²", "^2").replace("³", "^3"), Normalizer.Form.NFKC)
            .replace('×', '*')
            .replace('·', '*')
            .replace('÷', '/')
            .replace('−', '-')
            .replace('–', '-')
            .replace("**", "^")
            .replaceAll("=\\s*\\??\\s*$", "")
            .strip();
    text = THOUSANDS.matcher(text).replaceAll(match -> match.group().replace(",", ""));
    text = PERCENT_OF.matcher(text).replaceAll("($1/100)*");
    return PERCENT.matcher(text).replaceAll("($1/100)");
  }

  private static void checkSize(String normal, String expression) {
    Matcher power = POWER.matcher(normal);
    while (power.find()) {
      String exponent = power.group(1);
      if (Character.isDigit(exponent.charAt(0)) && Double.parseDouble(exponent) > MAX_EXPONENT) {
        throw new IllegalArgumentException("'%s' has an exponent above %d".formatted(expression, MAX_EXPONENT));
      }
      if (exponent.equals("(")) {
        throw new IllegalArgumentException("'%s' has a computed exponent; write it as a number".formatted(expression));
      }
    }
    if (TOWER.matcher(normal).find()) {
      throw new IllegalArgumentException("'%s' has a power of a power; compute it in two steps".formatted(expression));
    }
  }

  private static ExpressionConfiguration configuration() {
    ExpressionConfiguration all = ExpressionConfiguration.defaultConfiguration();
    Map<String, FunctionIfc> numeric = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    FUNCTIONS.forEach(name -> numeric.put(name, all.getFunctionDictionary().getFunction(name)));
    @SuppressWarnings({"unchecked", "rawtypes"})
    Map.Entry<String, FunctionIfc>[] entries = numeric.entrySet().toArray(new Map.Entry[0]);
    return ExpressionConfiguration.builder()
        .functionDictionary(MapBasedFunctionDictionary.ofFunctions(entries))
        .arraysAllowed(false)
        .structuresAllowed(false)
        .binaryAllowed(false)
        .build();
  }
}
