package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A store in a folder of its own, with a world outside that the test makes.
final class Fixture {
  /// Commands that fail the test: what is here needs nobody.
  static final Commands NONE = (command, folder) -> {
    throw new AssertionError("was not to be run: " + command);
  };

  final Map<String, String> environment = new HashMap<>();
  final Path home;
  Commands commands = NONE;
  Disk disk = new Disk();
  Catalogue catalogue = new Catalogue(List.of());

  Fixture(Path home) {
    this.home = home;
    // A port that nobody listens on: no test leaves this machine.
    environment.put("HF_ENDPOINT", "http://127.0.0.1:9");
  }

  /// Makes the store know a model called `small`.
  Fixture knowing(byte[] content, String... sources) throws IOException {
    catalogue = Catalogue.parse(String.join(
        "\n",
        "names = small",
        "small.file = small.gguf",
        "small.bytes = " + content.length,
        "small.sha256 = " + Bytes.sha256(content),
        "small.licence = MIT",
        "small.sources = " + String.join(" ", sources)));
    return this;
  }

  Fixture running(Commands anyCommands) {
    this.commands = anyCommands;
    return this;
  }

  ModelStore store() {
    return new ModelStore(home, new Outside(environment, commands, disk, Duration.ofMillis(300)), catalogue);
  }

  Path file() {
    return home.resolve("models/small.gguf");
  }
}
