package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadsTest {

  @ParameterizedTest
  @CsvSource({
    // writing, cores, load, busy, expected
    "1, 2, 0.1, 0.05, 2", // idle
    "1, 2, 1.2, 0.05, 1", // somebody worked within the last minute
    "1, 2, 0.1, 0.25, 1", // somebody works since the last prompt
    "1, 2, 0.1, 0.9, 1",
    "3, 8, 4.7, 0.2, 8",
    "3, 8, 4.8, 0.2, 3",
    "1, 2, -1, 0.05, 1", // the system does not tell the load
    "1, 2, 0.1, -1, 1", // nor the busy cores
    "4, 2, 0.1, 0.05, 4" // never fewer than for writing
  })
  void reading_loadAndBusyCores_areAllCoresOnlyWhenIdle(int writing, int cores, double load, double busy, int expected) {
    assertThat(Threads.reading(writing, cores, load, busy)).isEqualTo(expected);
  }
}
