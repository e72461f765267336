package dev.catena.benchmarks;

import java.io.PrintWriter;

/// One measurement: what against what, in one run.
interface Benchmark {
  /// The name on the command line.
  String name();

  /// One line: what is measured against what.
  String describe();

  /// Rounds, questions or runs when nobody says how many: what fits into 12 minutes.
  int whole();

  /// Measures, and prints what a reader needs to judge the figures, with what was left out.
  ///
  /// @param limit most rounds, questions or runs, at least 1
  /// @param out where to print
  Report run(int limit, PrintWriter out) throws Exception;
}
