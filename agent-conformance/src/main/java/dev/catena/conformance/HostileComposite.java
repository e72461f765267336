package dev.catena.conformance;

import dev.catena.run.Body;
import dev.catena.run.Operation;
import dev.catena.run.Run;

/// A composite that is executed from the top for every step it makes.
record HostileComposite<I, O>(Operation<I, O> operation, Body.Composite<I, O> body, HostileEngine engine)
    implements Body.Composite<I, O> {
  @Override
  public O run(I input, Run run) {
    String json = operation.in().encode(input);
    Passes passes = new Passes(run, engine);
    while (true) {
      Passes.Pass pass = passes.next();
      try {
        O value = body.run(operation.in().decode(json), pass);
        if (!pass.isSpent()) {
          pass.requireAllAsked();
          return operation.out().decode(operation.out().encode(value));
        }
      } catch (RuntimeException | Error e) {
        if (!pass.isSpent()) {
          throw e;
        }
      }
    }
  }
}
