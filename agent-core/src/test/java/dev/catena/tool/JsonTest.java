package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  private static String canonical(String json) throws JsonProcessingException {
    return Json.canonical(Json.read(json));
  }

  /// The sorting example of RFC 8785, section 3.2.3.
  @Test
  void canonical_keys_areSortedByUtf16() throws JsonProcessingException {
    String json =
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";

    assertThat(canonical(json)).isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
  }

  @Test
  void canonical_strings_escapeOnlyWhatTheyMust() throws JsonProcessingException {
    assertThat(canonical("\"\\u0000\\u001F\\b\\t\\n\\f\\r\\\"\\\\\\/\\u2028\u007f\"")).isEqualTo("\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u2028\u007f\"");
  }

  @Test
  void canonical_nested_hasNoWhiteSpace() throws JsonProcessingException {
    assertThat(canonical(" { \"b\" : [ 1 , [ ] , { } , null , true ] , \"a\" : \"x y\" } ")).isEqualTo("{\"a\":\"x y\",\"b\":[1,[],{},null,true]}");
  }

  /// As ECMAScript writes them, but exact.
  @ParameterizedTest
  @CsvSource({
    "0.0, 0", "-0.0, 0", "1.50, 1.5", "100.0, 100", "1e2, 100", "1e20, 100000000000000000000", "1e21, 1e+21", "1.25e30, 1.25e+30", "1e-6, 0.000001",
    "1e-7, 1e-7", "-2.5e-9, -2.5e-9", "0.1234567890123456789, 0.1234567890123456789", "9007199254740993, 9007199254740993",
  })
  void canonical_number_isShortAndExact(String given, String expected) throws JsonProcessingException {
    assertThat(canonical(given)).isEqualTo(expected);
  }
}
