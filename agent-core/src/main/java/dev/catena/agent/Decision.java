package dev.catena.agent;

import dev.catena.run.StepKey;
import dev.catena.tool.ToolResult;
import java.util.Objects;

/// What a person says to a run that waits.
///
/// @param step what waits, as [Outcome.AwaitingApproval#step] names it
/// @param result what the model is told about the call
public record Decision(StepKey step, ToolResult result) {
  /// Checks the parts.
  public Decision {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(result, "result");
  }

  /// The call whose end nobody knew did its work.
  ///
  /// @param text its result, as the model will see it
  public static Decision happened(StepKey step, String text) {
    return new Decision(step, new ToolResult.Success(text));
  }

  /// The call whose end nobody knew did nothing.
  ///
  /// @param why as the model will see it
  public static Decision didNotHappen(StepKey step, String why) {
    return new Decision(step, new ToolResult.Failure(ToolResult.FAILED, why));
  }
}
