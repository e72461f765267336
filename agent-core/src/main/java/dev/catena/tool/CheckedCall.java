package dev.catena.tool;

import java.util.Objects;

/// A model's request for a tool call, after [Toolbox#check].
public sealed interface CheckedCall {
  /// The call may be made.
  ///
  /// @param tool what to run
  /// @param arguments canonical JSON: an object, keys sorted, no white space, defaults applied; secrets are sealed
  record Ready(Tool tool, String arguments) implements CheckedCall {
    /// Checks the parts.
    public Ready {
      Objects.requireNonNull(tool, "tool");
      Objects.requireNonNull(arguments, "arguments");
    }

    /// What tells equal calls of the tool: the arguments, and of a sealed secret only the key's id and a keyed digest, since its
    /// seal is another each time.
    public String identity() {
      return SecretArguments.identity(tool, arguments);
    }
  }

  /// The call must not be made; no code of the tool has seen it.
  ///
  /// @param why what to tell the model
  record Refused(ToolResult.Failure why) implements CheckedCall {
    /// Checks the part.
    public Refused {
      Objects.requireNonNull(why, "why");
    }
  }
}
