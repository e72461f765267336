package dev.catena.agent;

import dev.catena.tool.ToolResult;
import java.util.Optional;

/// How a planned call ended.
///
/// @param result what the model is told
/// @param ranWith the arguments that its tool got; empty when the tool did not run
/// @param settled whether the same call is answered with this result when the model repeats it
record CallEnd(ToolResult result, Optional<String> ranWith, boolean settled) {
  /// The tool ran.
  static CallEnd ran(ToolMaking making, ToolResult result) {
    String arguments = making.ready().arguments();
    return new CallEnd(
        making.changed() ? changed(arguments, result) : result, Optional.of(arguments), result instanceof ToolResult.Success);
  }

  /// Nobody knows whether the tool did its work: it must not be made again.
  static CallEnd unknown(ToolMaking making, String text) {
    return new CallEnd(new ToolResult.Failure("unknown", text), Optional.of(making.ready().arguments()), true);
  }

  /// A person said no, or nothing.
  static CallEnd notApproved(String code, String text) {
    return new CallEnd(new ToolResult.Failure(code, text), Optional.empty(), true);
  }

  /// The tool did not run, and the model may ask for it again.
  static CallEnd open(ToolResult result) {
    return new CallEnd(result, Optional.empty(), false);
  }

  private static ToolResult changed(String arguments, ToolResult result) {
    String text = "A person changed the arguments to %s. The result: %s".formatted(arguments, result.text());
    return switch (result) {
      case ToolResult.Success _ -> new ToolResult.Success(text);
      case ToolResult.Failure failure -> new ToolResult.Failure(failure.code(), text);
    };
  }
}
