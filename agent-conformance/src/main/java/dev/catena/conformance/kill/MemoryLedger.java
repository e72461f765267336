package dev.catena.conformance.kill;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A ledger for processes that only play dead.
final class MemoryLedger implements Ledger {
  private final List<Act> acts = new CopyOnWriteArrayList<>();

  @Override
  public void record(Act act) {
    acts.add(act);
  }

  @Override
  public List<Act> acts() {
    return List.copyOf(acts);
  }
}
