package dev.catena.agent;

import java.util.Objects;

/// A tool call that ran.
///
/// @param name the tool
/// @param arguments JSON, as the tool got them: checked, canonical, with defaults
/// @param result as the model saw it
/// @param succeeded false when the tool failed, or when nobody knows
/// @param unknown whether it was begun and nobody knows whether it did its work
public record ToolCall(String name, String arguments, String result, boolean succeeded, boolean unknown) {
  /// Checks the parts.
  public ToolCall {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(result, "result");
    if (succeeded && unknown) {
      throw new IllegalArgumentException("a call of '%s' cannot have succeeded and be unknown".formatted(name));
    }
  }

  /// A call whose end is known.
  public ToolCall(String name, String arguments, String result, boolean succeeded) {
    this(name, arguments, result, succeeded, false);
  }
}
