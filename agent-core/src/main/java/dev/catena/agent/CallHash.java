package dev.catena.agent;

import dev.catena.journal.Hash;
import dev.catena.run.CanonicalJson;
import dev.langchain4j.agent.tool.ToolSpecification;

/// Says whether a call is still the one that a person saw.
final class CallHash {
  private CallHash() {}

  /// Of the tool's name, its specification and the exact arguments.
  ///
  /// @param arguments canonical JSON
  static String of(ToolSpecification tool, String arguments) {
    return Hash.sha256(tool.name() + "\n" + CanonicalJson.of(tool.toJson()) + "\n" + arguments);
  }

  /// Of the tool's name and specification.
  static String of(ToolSpecification tool) {
    return of(tool, "");
  }
}
