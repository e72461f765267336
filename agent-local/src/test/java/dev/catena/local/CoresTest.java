package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoresTest {

  @Test
  void defaultThreads_thisMachine_leavesACore() {
    int available = Runtime.getRuntime().availableProcessors();
    assertThat(Cores.defaultThreads()).isBetween(1, Math.max(1, available - 1));
  }
}
