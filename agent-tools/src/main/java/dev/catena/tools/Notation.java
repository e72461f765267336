package dev.catena.tools;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The one place where arithmetic as people and small models write it becomes what the evaluator reads:
///
/// | written | read |
/// | --- | --- |
/// | `２３４０`, `（）`, `％`, `，` (full width) | `2340`, `()`, `%`, `,` |
/// | `×` `·` `∙` `乘以` `乘`, `x` between numbers | `*` |
/// | `÷` `除以`, `−` `–` `减`, `加`, `**` | `/`, `-`, `+`, `^` |
/// | `²` … `⁻¹⁰`, `√2`, `√(…)`, `π` | `^2` … `^(-10)`, `SQRT(2)`, `SQRT(…)`, `PI` |
/// | `17.5 percent of`, `17.5%的`, `2340的17.5%`, `百分之17.5` | `17.5% *`, `17.5% *`, `2340 * 17.5%`, `17.5%` |
/// | `2,340.50`, `2'340`, `2_340` (groups of three) | `2340.50`, `2340`, `2340` |
/// | `$5`, `5 €` | `5` |
/// | `… =`, `… = ?`, `…等于多少？` | `…` |
///
/// What could mean two things is an [IllegalArgumentException]: `2½`, `17,5`, and `MAX(1,234)`, which has one argument or two.
final class Notation {
  private static final String GROUPED = "\\d{1,3}(?:[,'_]\\d{3})+(?![\\d,'_])";
  private static final Pattern GROUPS = Pattern.compile("(?<![\\d.,'_])" + GROUPED);
  private static final Pattern VULGAR_FRACTION = Pattern.compile("[\\u00BC-\\u00BE\\u2150-\\u215F\\u2189]");
  private static final Pattern SUPERSCRIPT = Pattern.compile("[⁺⁻]?[⁰¹²³⁴-⁹]+");
  private static final Pattern EXPONENT = Pattern.compile("\\d[eE][+-]?(\\d+)");
  private static final int LONGEST_EXPONENT = 2;

  private static final List<UnaryOperator<String>> WORDS =
      List.of(
          replace("(?:=|等于|是)?\\s*(?:多少|几)?\\s*[?？]?\\s*$", ""),
          replace("=\\s*$", ""),
          replace("[$€£¥]", ""),
          replace("百分之\\s*(\\d+(?:\\.\\d+)?)", "$1%"),
          replace("(?i)\\s*per\\s?cent\\b", "%"),
          replace("(?i)(?<=[%\\d)\\s])of\\b", "*"),
          replace("的|乘以|乘|[×·∙⋅✕✖]", "*"),
          replace("除以|÷", "/"),
          replace("加", "+"),
          replace("减|[−–—]", "-"),
          replace("\\*\\*", "^"),
          replace("(?<=[\\d)%])\\s*[xX]\\s*(?=[\\d(.])", "*"),
          replace("√\\s*(\\d+(?:\\.\\d+)?)", "SQRT($1)"),
          replace("√\\s*(?=\\()", "SQRT"),
          replace("π", "PI"),
          replace("\\^\\s*([+-]\\s*\\d+(?:\\.\\d+)?)", "^($1)"));

  private Notation() {}

  /// The expression in the evaluator's notation.
  ///
  /// @throws IllegalArgumentException if it is ambiguous, empty, or holds a number beyond any use
  static String normal(String expression) {
    if (VULGAR_FRACTION.matcher(expression).find()) {
      throw new IllegalArgumentException("a fraction such as ½ must be written as (1/2)");
    }
    if (expression.indexOf('"') >= 0) {
      throw new IllegalArgumentException("quotes have no meaning here");
    }
    String powers = SUPERSCRIPT.matcher(expression).replaceAll(match -> "^" + Normalizer.normalize(match.group(), Normalizer.Form.NFKC));
    String text = ungrouped(Normalizer.normalize(powers, Normalizer.Form.NFKC));
    for (UnaryOperator<String> word : WORDS) {
      text = word.apply(text);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("there is nothing to compute");
    }
    if (EXPONENT.matcher(text).results().anyMatch(match -> match.group(1).length() > LONGEST_EXPONENT)) {
      throw new IllegalArgumentException("a number has an exponent of more than %d digits".formatted(LONGEST_EXPONENT));
    }
    return text.strip();
  }

  private static UnaryOperator<String> replace(String pattern, String by) {
    Pattern compiled = Pattern.compile(pattern);
    return text -> compiled.matcher(text).replaceAll(by);
  }

  /// Takes the marks out of `2,340`, except between the arguments of a function, where they may be commas between arguments.
  private static String ungrouped(String text) {
    return GROUPS.matcher(text).replaceAll(match -> {
      if (match.group().indexOf(',') >= 0 && insideFunction(text, match.start())) {
        throw new IllegalArgumentException(
            "'%s' inside a function is one number or several; write no thousands separators and a space after each comma"
                .formatted(match.group()));
      }
      return match.group().replaceAll("[,'_]", "");
    });
  }

  private static boolean insideFunction(String text, int position) {
    Deque<Boolean> functions = new ArrayDeque<>();
    for (int i = 0; i < position; i++) {
      switch (text.charAt(i)) {
        case '(' -> functions.push(i > 0 && Character.isLetterOrDigit(text.charAt(i - 1)) && !endsInNumber(text, i));
        case ')' -> functions.poll();
        default -> {}
      }
    }
    return Boolean.TRUE.equals(functions.peek());
  }

  /// Whether what stands directly before the position is a number and no name (LOG10 is a name).
  private static boolean endsInNumber(String text, int position) {
    int start = position;
    while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    return Character.isDigit(text.charAt(start));
  }
}
