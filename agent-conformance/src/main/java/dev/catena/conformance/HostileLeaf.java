package dev.catena.conformance;

import dev.catena.run.Body;
import dev.catena.run.Operation;
import dev.catena.run.StepContext;

/// A leaf whose input and result travel as JSON.
record HostileLeaf<I, O>(Operation<I, O> operation, LeafRunner leaves) implements Body.Leaf<I, O> {
  @Override
  public O run(I input, StepContext step) throws Exception {
    return operation.out().decode(leaves.run(operation, operation.in().encode(input), step));
  }
}
