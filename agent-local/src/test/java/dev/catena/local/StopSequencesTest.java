package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopSequencesTest {

  private static String read(StopSequences stops, String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(stops.feed(part));
    }
    return text.append(stops.finish()).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "END, one END two, 'one '",
    "END, one EN two, one EN two",
    "END, oneEENDtwo, oneE",
    "aab, xaaab, xa",
    "abab, xababab, x",
    "END, END, ''",
    "END|two, one two END, 'one '",
    "two|END, one END two, 'one '",
    "abcd|c, xabcd, xab",
    "cd|abcd, xabcd, x",
    "abcx|bc, abc, a",
    "。, 好。再见, 好",
    "END, '', ''"
  })
  void feed_splitAnywhere_endsBeforeTheFirstWholeOne(String sequences, String text, String expected) {
    for (int first = 0; first <= text.length(); first++) {
      for (int second = first; second <= text.length(); second++) {
        StopSequences stops = new StopSequences(List.of(sequences.split("\\|")));
        assertThat(read(stops, text.substring(0, first), text.substring(first, second), text.substring(second)))
            .as("split at %d and %d", first, second)
            .isEqualTo(expected);
        assertThat(stops.found()).isEqualTo(expected.length() < text.length());
      }
    }
  }

  @Test
  void feed_noSequences_releasesAll() {
    assertThat(new StopSequences(List.of()).feed("text")).isEqualTo("text");
  }

  @Test
  void feed_emptySequence_isIgnored() {
    StopSequences stops = new StopSequences(List.of(""));
    assertThat(stops.feed("text")).isEqualTo("text");
    assertThat(stops.found()).isFalse();
  }

  @Test
  void feed_beginningOfOne_waitsAndNothingElse() {
    assertThat(new StopSequences(List.of("<end>")).feed("text <e")).isEqualTo("text ");
  }

  @Test
  void feed_behindOne_isDropped() {
    StopSequences stops = new StopSequences(List.of("."));
    stops.feed("One. Two");
    assertThat(stops.feed("three")).isEmpty();
    assertThat(stops.finish()).isEmpty();
  }
}
