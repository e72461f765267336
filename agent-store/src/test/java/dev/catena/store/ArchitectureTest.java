package dev.catena.store;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.catena.testkit.architecture.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {
  private static final JavaClasses MODULE = ArchitectureRules.moduleOf(SqliteStore.class);

  static final List<ArchRule> RULES = ArchitectureRules.library();

  @ParameterizedTest
  @FieldSource("RULES")
  void rule_holds(ArchRule rule) {
    rule.check(MODULE);
  }
}
