package dev.catena.conformance.kill;

import dev.catena.conformance.CrashingStore;
import dev.catena.conformance.SimulatedCrash;
import dev.catena.run.Engine;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Plays dead within this process: quick, and enough for an engine on a store that is known to survive.
final class PlayedProcess implements Victim {
  private final KillTarget target;
  private final Map<Place, Ledger> ledgers = new ConcurrentHashMap<>();

  PlayedProcess(KillTarget target) {
    this.target = target;
  }

  @Override
  public boolean dies(Scenario scenario, Place place, KillPoint point) {
    InstantSource clock = InstantSource.system();
    CrashingStore store = new CrashingStore(target.store(place.store(), clock), point.append(), point.before());
    try (Engine engine = target.engine(store, clock)) {
      scenario.play(new Stage(store, engine, ledger(place)));
    } catch (SimulatedCrash e) {
      return true;
    } catch (RuntimeException e) {
      if (!store.crashed()) {
        throw e;
      }
    }
    return store.crashed();
  }

  @Override
  public Ledger ledger(Place place) {
    return ledgers.computeIfAbsent(place, key -> new MemoryLedger());
  }

  @Override
  public void close() {}
}
