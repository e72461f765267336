package dev.catena.benchmarks;

import dev.catena.conformance.kill.RecorderProcess;
import java.nio.file.Path;
import java.util.Objects;

/// The program of the process that dies, and of the one that goes on.
final class CrashProcess {
  /// The exit status of a process that died.
  static final int KILLED = 128 + 9;

  /// In place of a boundary: the process goes on where another died, and lives.
  static final int RESTARTED = 0;

  private CrashProcess() {}

  /// Carries out the script on one side.
  ///
  /// @param args the side's name, its folder, the recorder's port, the ledger's file, the boundary
  public static void main(String[] args) throws Exception {
    int boundary = Integer.parseInt(args[4]);
    RefundScript script = new RefundScript(RecorderProcess.ledger(Integer.parseInt(args[2]), Path.of(args[3])), boundary);
    RefundSide side = Objects.requireNonNull(Crash.SIDES.get(args[0]), args[0]);
    System.out.println(side.answer(Path.of(args[1]), script, boundary == RESTARTED));
    System.exit(0);
  }
}
