package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pip whose index is a map of requirements to wheels.
final class FakePip implements Commands {
  final Map<String, byte[]> wheels = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  /// Adds a package `name==1.0` that holds `data` as `inner`.
  FakePip with(String name, String inner, byte[] data) {
    wheels.put(name + "==1.0", Bytes.zip(Map.of(inner, data, "extra/readme.txt", new byte[3])));
    return this;
  }

  @Override
  public Result run(List<String> command, Path folder) throws IOException {
    var requirement = command.getLast();
    asked.add(requirement);
    var wheel = wheels.get(requirement);
    if (wheel == null) {
      return new Result(1, "ERROR: No matching distribution found for " + requirement);
    }
    Files.write(folder.resolve(requirement.replace("==", "-") + "-py3-none-any.whl"), wheel);
    return new Result(0, "");
  }
}
