package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
  @Test
  void of_english_cutsAfterTerminators() {
    assertThat(sentences("It rained. Why did it rain? Nobody knows! So be it."))
        .containsExactly("It rained.", "Why did it rain?", "Nobody knows!", "So be it.");
  }

  @Test
  void of_chinese_cutsWithoutSpaces() {
    assertThat(sentences("退款需要三天。为什么？没人知道！好；就这样…然后呢"))
        .containsExactly("退款需要三天。", "为什么？", "没人知道！", "好；", "就这样…", "然后呢");
  }

  @Test
  void of_chineseQuotation_keepsClosingMarksAndLeavesOpeningOnes() {
    assertThat(sentences("他说：“今天不行。”“为什么？”她问。（没有人回答。）然后他走了……再也没有回来。"))
        .containsExactly("他说：“今天不行。”", "“为什么？”", "她问。", "（没有人回答。）", "然后他走了……", "再也没有回来。");
  }

  @Test
  void of_chineseWithAsciiMarks_cuts() {
    assertThat(sentences("这是第一句.这是第二句!这是第三句?版本是2.0.1版")).containsExactly("这是第一句.", "这是第二句!", "这是第三句?", "版本是2.0.1版");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ask Dr. Smith about it.",
        "Use a store, e.g. SQLite, for it.",
        "The file shop.db holds the runs.",
        "Version 1.2.3 costs 3.50 euros.",
        "See Fig. 3 and No. 5 on pp. 10 to 12.",
        "It was written by J. R. R. Tolkien in Oxford.",
        "Open https://example.org/a?b=c.d for more.",
        "The U.S. Government pays.",
        "\"Really?\" she asked.",
        "The .gitignore file and the .md files count.",
        "Wait... what is this?",
        "First, see (cf. Chapter 3) the plan.",
        "It ran for 3.5 hours on Sept. 5 in the morning.",
        "Call run() vs. Agent.run() and compare.",
        "1. Open the box",
        "文件shop.db在本地。",
        "他用的是v1.2.3版本。"
      })
  void of_singleSentence_staysWhole(String sentence) {
    assertThat(sentences(sentence)).containsExactly(sentence);
  }

  @Test
  void of_markdown_takesLinesThatStandAlone() {
    var text =
        """
        # Refunds and returns of everything that was bought

        - keep the receipt
        - show the order
          1. then wait

        | day | open |
        |---|---|
        | Sunday, the whole day and the evening | no |

        ```java
        var request = Request.of("Please refund order 1123");
        var answer = agent.run(request);
        ```
        Bye
        """;
    assertThat(sentences(text))
        .containsExactly(
            "# Refunds and returns of everything that was bought",
            "- keep the receipt",
            "- show the order",
            "1. then wait",
            "| day | open |",
            "|---|---|",
            "| Sunday, the whole day and the evening | no |",
            "```java",
            "var request = Request.of(\"Please refund order 1123\");",
            "var answer = agent.run(request);",
            "```",
            "Bye");
  }

  @Test
  void of_wrappedProse_goesOnOverLineEnds() {
    assertThat(sentences("A run is one execution of a chain\r\nor an agent. It is plain Java, read from top to bottom, and\r\nBlocking. End"))
        .containsExactly(
            "A run is one execution of a chain\r\nor an agent.", "It is plain Java, read from top to bottom, and\r\nBlocking.", "End");
  }

  @Test
  void of_shortLines_standAlone() {
    assertThat(sentences("Opening hours\nMonday 9 to 5\nSunday closed")).containsExactly("Opening hours", "Monday 9 to 5", "Sunday closed");
  }

  @Test
  void of_nothing_isEmpty() {
    assertThat(sentences("")).isEmpty();
    assertThat(sentences(" \n\u00A0\t\r\n")).isEmpty();
  }

  @Test
  void of_randomText_coversAllButWhiteSpace() {
    var random = new RandomText();
    for (int i = 0; i < 300; i++) {
      var text = random.text(400);
      assertThat(Coverage.uncovered(text, Sentences.of(text))).as("seed %s", random.seed()).isEmpty();
    }
  }

  private static List<String> sentences(String text) {
    return Sentences.of(text).stream().map(span -> text.substring(span.start(), span.end())).toList();
  }
}
