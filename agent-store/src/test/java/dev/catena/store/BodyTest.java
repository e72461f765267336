package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.JsonSequence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  private static final String SHORT = "x".repeat(Body.MIN_CONTENT_BYTES - 1);
  private static final String LONG = SHORT + "x";

  @Test
  void of_sequence_longTextsAreContent() {
    Body body = Body.of(JsonSequence.of(List.of(SHORT, LONG, "")));

    assertThat(body.text()).isEqualTo("\u001e" + SHORT + "\u001e\u001a\u001e");
    assertThat(texts(body)).containsExactly(LONG);
  }

  @Test
  void of_bytesCountNotCharacters() {
    String chinese = "世".repeat(Body.MIN_CONTENT_BYTES / 3 + 1);

    assertThat(texts(Body.of(chinese))).containsExactly(chinese);
    assertThat(texts(Body.of(chinese.substring(1)))).isEmpty();
  }

  @Test
  void of_separatorInTheMiddleOnly_isOneText() {
    String body = LONG + JsonSequence.SEPARATOR + LONG;

    assertThat(texts(Body.of(body))).containsExactly(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001a", "\u001e\u001a", "\u001e\u001e", "\u001e1\u001a\u001e\u001a2", "a\u001ab", "\u001e"})
  void whole_oddBodies_areAsTheyWere(String odd) {
    for (String body : List.of(odd, odd + LONG, LONG + odd, odd + "\u001e" + LONG + "\u001e" + LONG)) {
      Body kept = Body.of(body);

      assertThat(Body.marks(kept.text())).isEqualTo(kept.contents().size());
      assertThat(Body.whole(kept.text(), texts(kept))).isEqualTo(body);
    }
  }

  private static List<String> texts(Body body) {
    return body.contents().stream().map(content -> new String(content, StandardCharsets.UTF_8)).toList();
  }
}
