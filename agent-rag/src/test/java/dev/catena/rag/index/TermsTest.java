package dev.catena.rag.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {
  private static Set<String> numbers(String text) {
    return Terms.of(text).stream()
        .filter(term -> term.kind() == Term.Kind.NUMBER)
        .map(Term::text)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({
    "within 30 days, within thirty days",
    "2340 euros, '2,340 euros'",
    "周一休息, 星期一休息",
    "周日休息, 星期天休息",
    "週日休息, 禮拜日休息",
    "三十天内, 30天内",
    "两千三百四十元, 2340元",
    "closed on Sundays, closed on Sunday"
  })
  void of_sameNumberOrDay_givesTheSameTerm(String one, String other) {
    assertThat(numbers(one)).isNotEmpty().isEqualTo(numbers(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"千万不要忘记", "十分满意", "一个人", "每周一次", "one of them"})
  void of_wordThatLooksLikeANumber_isNone(String text) {
    assertThat(numbers(text)).isEmpty();
  }

  @Test
  void of_traditionalScript_isFolded() {
    assertThat(Terms.of("運費").stream().map(Term::text).toList()).isEqualTo(List.of("运费"));
  }

  @Test
  void of_functionWords_areLeftOut() {
    assertThat(Terms.of("What is it about?")).isEmpty();
    assertThat(Terms.of("这是什么？").stream().filter(term -> term.kind() == Term.Kind.CJK)).isEmpty();
  }
}
