package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresFailureTest {
  @ParameterizedTest
  @CsvSource({
    "08006, false, nothing was written",
    "08006, true, not known",
    "57P01, false, nothing was written",
    "57P01, true, not known",
    "25P03, false, nothing was written",
    "55P03, false, held a lock for PT30S",
    "53100, false, is full",
    "53100, true, is full",
    "25006, false, is read-only",
    "42501, false, the user is refused",
    "22021, false, U+0000",
    "XX000, false, what the server says",
  })
  void of_state_saysWhatItMeansAndKeepsTheCause(String state, boolean committing, String meaning) {
    SQLException cause = new SQLException("what the server says", state);

    assertThat(PostgresFailure.of("jdbc:postgresql://db/shop", cause, committing))
        .hasMessageContaining("'jdbc:postgresql://db/shop'")
        .hasMessageContaining(meaning)
        .hasCause(cause);
  }
}
