package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  /// The example of RFC 8785, section 3.2.2 to 3.2.4.
  @Test
  void of_exampleOfTheRfc_itsResult() {
    String json = """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }""";

    assertThat(CanonicalJson.of(json)).isEqualTo(
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /// The example of RFC 8785, section 3.2.3.
  @Test
  void of_names_areSortedByUtf16() {
    String json = """
        {"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}""";

    assertThat(CanonicalJson.of(json))
        .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-0,0", "1.0,1", "1e2,100", "0.1,0.1", "1e21,1e+21", "123456789012345680000,123456789012345680000"})
  void of_number_oneForm(String json, String canonical) {
    assertThat(CanonicalJson.of(json)).isEqualTo(canonical);
  }

  @Test
  void of_wholeNumberThatADoubleRounds_keepsItsDigits() {
    assertThat(CanonicalJson.of("9007199254740993")).isEqualTo("9007199254740993");
    assertThat(CanonicalJson.of("9007199254740993")).isNotEqualTo(CanonicalJson.of("9007199254740992"));
  }

  @Test
  void of_halfASurrogatePair_isKeptApart() {
    assertThat(CanonicalJson.of("\"\\ud800\"")).isEqualTo("\"\\ud800\"");
  }

  @Test
  void of_emptyParts() {
    assertThat(CanonicalJson.of("{ \"a\" : [ ] , \"b\" : { } }")).isEqualTo("{\"a\":[],\"b\":{}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{} {}", "{\"a\":1,\"a\":2}", "NaN", "'a'"})
  void of_notOneText_refused(String json) {
    assertThatThrownBy(() -> CanonicalJson.of(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a JSON text");
  }
}
