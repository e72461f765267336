package dev.catena.agent;

import java.util.Objects;

/// A tool call that ran.
///
/// @param name the tool
/// @param arguments JSON, as the tool got them: checked, canonical, with defaults
/// @param result as the model saw it
/// @param succeeded false when the tool failed
public record ToolCall(String name, String arguments, String result, boolean succeeded) {
  /// Checks the parts.
  public ToolCall {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(result, "result");
  }
}
