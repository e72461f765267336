package dev.catena.store;

import dev.catena.conformance.kill.KillTarget;
import dev.catena.journal.Store;
import java.nio.file.Path;
import java.time.InstantSource;

/// The store in one file, for the kill matrix.
public final class SqliteTarget implements KillTarget {
  /// Made by its name in the processes that are killed.
  public SqliteTarget() {}

  @Override
  public Store store(Path folder, InstantSource clock) {
    return SqliteStore.open(folder.resolve("store.db"), clock);
  }
}
