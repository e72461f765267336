package dev.catena.tool;

import java.util.Objects;

/// What became of a call that was begun and whose end nobody knew.
public sealed interface Reconciliation {
  /// The call took effect.
  ///
  /// @param result what the model is told, as if the tool had returned it
  record Happened(ToolResult result) implements Reconciliation {
    /// Checks the part.
    public Happened {
      Objects.requireNonNull(result, "result");
    }
  }

  /// The call had no effect, so it may be made.
  record DidNotHappen() implements Reconciliation {}

  /// Nobody can tell; a person is asked.
  record NotKnown() implements Reconciliation {}
}
