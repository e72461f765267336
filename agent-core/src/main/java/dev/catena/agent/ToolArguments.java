package dev.catena.agent;

import dev.catena.run.CanonicalJson;
import dev.catena.run.Codec;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.Tool;

/// The codec of a tool's checked arguments, which are JSON already.
record ToolArguments(Tool tool) implements Codec<String> {
  @Override
  public String encode(String arguments) {
    return arguments;
  }

  @Override
  public String decode(String json) {
    return json;
  }

  @Override
  public String identity(String arguments) {
    return CanonicalJson.of(new CheckedCall.Ready(tool, arguments).identity());
  }
}
