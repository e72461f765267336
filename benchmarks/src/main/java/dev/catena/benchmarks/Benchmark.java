package dev.catena.benchmarks;

import java.io.PrintWriter;
import java.util.List;

/// One measurement: what against what, in one run.
interface Benchmark {
  /// The name on the command line.
  String name();

  /// One line: what is measured against what.
  String describe();

  /// Measures, and prints what a reader needs to judge the figures.
  ///
  /// @param arguments what stands behind the name on the command line
  /// @param out where to print
  Report run(List<String> arguments, PrintWriter out) throws Exception;
}
