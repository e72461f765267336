package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("order_number", "amount", "id");

  @ParameterizedTest
  @CsvSource({"orderNumber, order_number", "ORDER-NUMBER, order_number", "amuont, amount", "ids, id", "amounts, amount"})
  void to_misspelt_isFound(String name, String expected) {
    assertThat(Nearest.to(name, KNOWN)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"city", "quantity", "''"})
  void to_anotherWord_isNotFound(String name) {
    assertThat(Nearest.to(name, KNOWN)).isEmpty();
  }

  @Test
  void to_hugeName_isNotCompared() {
    assertThat(Nearest.to("x".repeat(1_000_000), KNOWN)).isEmpty();
  }
}
