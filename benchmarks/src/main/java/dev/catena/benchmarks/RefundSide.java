package dev.catena.benchmarks;

import java.nio.file.Path;

/// A framework that carries out the script in a process, and goes on with what an earlier process has left.
interface RefundSide {
  /// Answers the request.
  ///
  /// @param folder where the framework keeps what it keeps
  /// @param restarted whether an earlier process died here
  String answer(Path folder, RefundScript script, boolean restarted) throws Exception;
}
