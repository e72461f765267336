package dev.catena.conformance.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Where one process after the other works on one store.
///
/// @param name for messages
/// @param folder of this place alone
record Place(String name, Path folder) {
  /// What the store keeps.
  Path store() {
    return folder.resolve("store");
  }

  /// What reached the world.
  Path ledger() {
    return folder.resolve("ledger");
  }

  /// What a child process prints.
  Path log() {
    return folder.resolve("log");
  }

  /// Makes it, with a store that looks like another.
  Place like(Path store) {
    try {
      Folders.copy(store, store());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
