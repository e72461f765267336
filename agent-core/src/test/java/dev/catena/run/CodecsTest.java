package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CodecsTest {
  record Visit(String name, Instant at, Duration length, Optional<String> note, int guests) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface Named {}

  record Harmless() implements Named {}

  private final Codec<Visit> codec = Codecs.json(Visit.class);

  @Test
  void json_record_comesBackEqual() {
    Visit visit = new Visit("Zoë 世界", Instant.parse("2026-01-02T03:04:05.678901Z"), Duration.ofMinutes(90), Optional.of("x"), 2);

    assertThat(codec.decode(codec.encode(visit))).isEqualTo(visit);
  }

  @Test
  void json_timesAndEmptyOptional_areReadable() {
    Visit visit = new Visit("a", Instant.EPOCH, Duration.ofSeconds(90), Optional.empty(), 0);

    assertThat(codec.encode(visit))
        .isEqualTo("{\"name\":\"a\",\"at\":\"1970-01-01T00:00:00Z\",\"length\":\"PT1M30S\",\"note\":null,\"guests\":0}");
    assertThat(codec.decode(codec.encode(visit))).isEqualTo(visit);
  }

  @Test
  void json_unknownMember_isIgnored() {
    assertThat(Codecs.json(None.class).decode("{\"new\":1}")).isEqualTo(new None());
  }

  @Test
  void json_missingNumber_refused() {
    assertThatThrownBy(() -> codec.decode("{\"name\":\"a\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guests");
  }

  @Test
  void json_trailingText_refused() {
    assertThatThrownBy(() -> Codecs.text().decode("\"a\" \"b\"")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void json_null_refused() {
    assertThatThrownBy(() -> Codecs.text().decode("null")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void json_classNamedInTheData_refused() {
    Codec<Named> named = Codecs.json(Named.class);

    assertThatThrownBy(() -> named.decode("{\"@class\":\"" + Harmless.class.getName() + "\"}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void json_genericType_comesBackEqual() {
    Codec<Map<String, List<Integer>>> lists = Codecs.json(new TypeReference<>() {});

    assertThat(lists.decode(lists.encode(Map.of("a", List.of(1, 2))))).isEqualTo(Map.of("a", List.of(1, 2)));
  }

  @Test
  void text_anyCharacters_comeBackEqual() {
    String text = "\"\\\n\u0000 😀 \ud800";

    assertThat(Codecs.text().decode(Codecs.text().encode(text))).isEqualTo(text);
  }

  @Test
  void none_isAnEmptyObject() {
    assertThat(Codecs.none().encode(new None())).isEqualTo("{}");
  }

  @Test
  void brief_usualValues_areLeftOutAndReadBack() {
    Codec<Much> codec = Codecs.brief(Much.class);
    Much usual = new Much("", 0, false, List.of(), Optional.empty(), new Inner(0, ""));
    Much other = new Much("a", 1, true, List.of("b"), Optional.of("c"), new Inner(2, "d"));

    assertThat(codec.encode(usual)).isEqualTo("{\"inner\":{}}");
    assertThat(codec.decode(codec.encode(usual))).isEqualTo(usual);
    assertThat(codec.decode(codec.encode(other))).isEqualTo(other);
  }

  record Much(String text, int number, boolean truth, List<String> list, Optional<String> perhaps, Inner inner) {
    Much {
      list = List.copyOf(list);
    }
  }

  record Inner(long number, String text) {
    Inner {
      Objects.requireNonNull(text);
    }
  }
}
