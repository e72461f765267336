package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownStreamTest {
  private static String shown(String text, boolean styled) throws IOException {
    StringWriter screen = new StringWriter();
    try (var stream = new MarkdownStream(new PrintWriter(screen), styled)) {
      for (int i = 0; i < text.length(); i++) { // the smallest pieces there are
        stream.write(text, i, 1);
      }
    }
    return screen.toString().stripTrailing();
  }

  /// Styles as letters: B bold, C code, . plain.
  private static String styles(String text) throws IOException {
    return shown(text, true)
        .replace("\u001b[0m\u001b[1m", "{B}")
        .replace("\u001b[0m\u001b[36m", "{C}")
        .replace("\u001b[0m", "{.}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a **bold** word|a {B}bold{.} word{.}",
        "call `run()` now|call {C}run(){.} now{.}",
        "# Title|{B}Title{.}",
        "### Title|{B}Title{.}",
        "2 * 3 * 4|2 * 3 * 4{.}",
        "order #5|order #5{.}",
        "#5 is late|#5 is late{.}",
        "`# no title`|{C}# no title{.}{.}",
        "`a ** b`|{C}a ** b{.}{.}",
        "ends with *|ends with *{.}",
      })
  void write_terminalWithStyles_showsMarkdownAsStyles(String text, String expected) throws IOException {
    assertThat(styles(text)).isEqualTo(expected);
  }

  @Test
  void write_headingAndText_textIsPlain() throws IOException {
    assertThat(styles("# Title\ntext")).isEqualTo("{B}Title{.}\ntext{.}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a **bold** word", "# Title", "`code`"})
  void write_terminalWithoutStyles_passesTextOn(String text) throws IOException {
    assertThat(shown(text, false)).isEqualTo(text);
  }
}
