package dev.catena.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// The environment of the unit tests: whatever weights this machine has, they see none and cannot fetch any.
class NoWeightsTest {
  @Test
  void open_defaultModel_fails() {
    assertThatThrownBy(LocalModel::open).isInstanceOf(AssertionError.class).hasMessageContaining("no network in this test");
  }
}
