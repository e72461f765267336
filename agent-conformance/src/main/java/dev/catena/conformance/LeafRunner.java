package dev.catena.conformance;

import dev.catena.run.Operation;
import dev.catena.run.StepContext;

/// Where a [HostileEngine] runs leaf bodies. Only JSON goes in and out.
sealed interface LeafRunner extends AutoCloseable permits LocalLeaves, RemoteLeaves {
  /// Runs the operation's body.
  ///
  /// @param input JSON
  /// @return the result as JSON
  /// @throws Exception what the body threw, or what it becomes on its way
  <I, O> String run(Operation<I, O> operation, String input, StepContext step) throws Exception;

  @Override
  void close();
}
