package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.conformance.kill.KillMatrix;
import dev.catena.conformance.kill.KillReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The scripted agents on the store in one file: a process is killed at every append, and this one goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillMatrixIT {
  static final List<String> SCENARIOS = KillMatrix.scenarios();

  private final List<KillReport> reports = new ArrayList<>();
  private final KillMatrix matrix;

  KillMatrixIT(@TempDir Path folder) throws Exception {
    matrix = KillMatrix.ofProcesses(SqliteTarget.class, folder);
  }

  @ParameterizedTest
  @FieldSource("SCENARIOS")
  void run_killedAtEveryAppend_nothingTwiceAndNothingLost(String scenario) {
    KillReport report = matrix.run(scenario);
    reports.add(report);
    assertThat(report.faults()).isEmpty();
  }

  @AfterAll
  void report() {
    matrix.close();
    System.out.println(KillReport.table(reports));
  }
}
