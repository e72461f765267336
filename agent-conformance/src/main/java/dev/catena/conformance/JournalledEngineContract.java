package dev.catena.conformance;

import dev.catena.journal.Store;
import dev.catena.run.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// The [EngineContract] for engines that record in a [Store]: the end of a process is a store that crashes.
public abstract class JournalledEngineContract extends EngineContract {
  private final MovableClock clock = new MovableClock();
  private final Map<Engine, CrashingStore> processes = new ConcurrentHashMap<>();

  /// Opens a store on what the earlier stores of this test hold.
  ///
  /// @param time the clock by which its leases run out
  protected abstract Store store(InstantSource time);

  /// Opens an engine.
  ///
  /// @param store where it records
  /// @param time its clock
  protected abstract Engine engine(Store store, InstantSource time);

  @Override
  protected final Engine open() {
    CrashingStore process = new CrashingStore(store(clock));
    Engine engine = engine(process, clock);
    processes.put(engine, process);
    return engine;
  }

  @Override
  protected final void kill(Engine engine) {
    Objects.requireNonNull(processes.get(engine)).crash();
  }

  @Override
  protected final Instant time() {
    return clock.instant();
  }

  @Override
  protected final void advance(Duration by) {
    clock.advance(by);
  }
}
