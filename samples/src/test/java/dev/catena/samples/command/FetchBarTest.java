package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FetchBarTest {
  private static final long TOTAL = 1_120_000_000;

  private final StringWriter err = new StringWriter();
  private final FetchBar lines = new FetchBar(new PrintWriter(err), false);
  private final FetchBar bar = new FetchBar(new PrintWriter(err), true);

  @Test
  void update_noTerminal_isALineForEachTenth() {
    for (long done = 0; done <= TOTAL; done += TOTAL / 100) {
      lines.update("a model", done, TOTAL);
    }
    assertThat(err.toString().lines()).hasSize(11).allMatch(line -> line.startsWith("a model  "));
  }

  @Test
  void update_noTerminal_namesBytesAndTotal() {
    lines.update("a model", TOTAL / 2, TOTAL);
    assertThat(err.toString()).contains("560 MB of 1.12 GB");
  }

  @Test
  void update_completeTwice_isSaidOnce() {
    lines.update("a model", TOTAL, TOTAL);
    lines.update("a model", TOTAL, TOTAL);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void update_sameNameAgain_isShownAgain() {
    lines.update("a model", TOTAL, TOTAL);
    lines.update("a model", 0, TOTAL);
    lines.update("a model", TOTAL, TOTAL);
    assertThat(err.toString().lines()).hasSize(3);
  }

  @Test
  void update_unknownTotal_saysTheName() {
    lines.update("waiting for another process: a model", 5_000_000, -1);
    assertThat(err.toString().strip()).startsWith("waiting for another process: a model").endsWith("5 MB");
  }

  @Test
  void update_terminal_writesOverItsLineAndEndsIt() {
    bar.update("a model", 0, TOTAL);
    bar.update("a model", TOTAL, TOTAL);
    assertThat(err.toString()).startsWith("\r\u001b[K").endsWith(System.lineSeparator());
    assertThat(err.toString().lines().filter(line -> !line.isEmpty())).hasSize(2);
  }
}
