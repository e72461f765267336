package dev.catena.conformance;

import dev.catena.run.Operation;
import java.util.Collection;

/// All that a second JVM knows about a program: its operations. A class with a public constructor without parameters, so that it
/// can be made there from its name.
@FunctionalInterface
public interface OperationRegistry {
  /// The operations whose leaf bodies can run there.
  Collection<Operation<?, ?>> operations();
}
