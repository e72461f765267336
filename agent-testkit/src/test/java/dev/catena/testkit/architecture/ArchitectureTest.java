package dev.catena.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {
  private static final JavaClasses MODULE = ArchitectureRules.moduleOf(ArchitectureRules.class);

  static final List<ArchRule> RULES =
      ArchitectureRules.library(
          ArchitectureRules.layers("dev.catena.testkit", ". architecture network"));

  @ParameterizedTest
  @FieldSource("RULES")
  void rule_holds(ArchRule rule) {
    rule.check(MODULE);
  }
}
