package dev.catena.conformance.kill;

import dev.catena.journal.Store;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// What is put to the test: a store, and the engine on it. A public class with a public constructor without parameters, so that
/// the process that will be killed can make it from its name.
public interface KillTarget {
  /// Opens the store on what earlier processes have left in the folder.
  ///
  /// @param folder exists, and is empty before the first process; whatever is written elsewhere is shared by all tests
  /// @param clock by which leases run out
  Store store(Path folder, InstantSource clock);

  /// Opens an engine that records in the store. Default: an [EmbeddedEngine].
  default Engine engine(Store store, InstantSource clock) {
    return EmbeddedEngine.on(store, clock, EmbeddedEngine.LEASE, Duration.ZERO);
  }
}
