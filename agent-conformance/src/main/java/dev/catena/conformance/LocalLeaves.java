package dev.catena.conformance;

import dev.catena.run.Body;
import dev.catena.run.Operation;
import dev.catena.run.StepContext;

/// Runs leaf bodies in this process, for bodies that cannot travel, such as those that count for a test.
record LocalLeaves() implements LeafRunner {
  @Override
  public <I, O> String run(Operation<I, O> operation, String input, StepContext step) throws Exception {
    if (!(operation.body() instanceof Body.Leaf<I, O> leaf)) {
      throw new IllegalArgumentException("'%s' is no leaf".formatted(operation.name()));
    }
    return operation.out().encode(leaf.run(operation.in().decode(input), step));
  }

  @Override
  public void close() {}
}
