package dev.catena.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AskTest {
  private static final String REPORT =
      """
      {"outcome":"%s","text":"8 euros","citations":[],"toolCalls":[],
       "usage":{"inputTokens":700,"outputTokens":9,"cachedTokens":500},
       "timings":{"startMillis":2100,"indexMillis":40,"retrieveMillis":30,"prefillTokens":200,
                  "firstTokenMillis":7000,"totalMillis":9000}}
      """;

  @Test
  void of_report_takesItsFigures() {
    assertThat(Ask.of(REPORT.formatted("answered"), 9600)).isEqualTo(new Ask("answered", 2100, 7000, 9000, 200, 500, 9600));
  }

  @Test
  void of_noReport_quotesIt() {
    assertThatThrownBy(() -> Ask.of("catena: building", 1)).hasMessageEndingWith("ask --json: catena: building");
  }

  @Test
  void of_jsonWithoutTimings_throws() {
    assertThatThrownBy(() -> Ask.of("{}", 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answered_limitReached_isFalse() {
    assertThat(Ask.of(REPORT.formatted("limit-reached"), 9600).answered()).isFalse();
  }

  @Test
  void feltMillis_launcherAndEnd_countToo() {
    assertThat(Ask.of(REPORT.formatted("answered"), 9600).feltMillis()).isEqualTo(7600);
  }
}
