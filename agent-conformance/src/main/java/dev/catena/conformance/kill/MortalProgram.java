package dev.catena.conformance.kill;

import dev.catena.journal.Store;
import dev.catena.run.Engine;
import java.nio.file.Path;
import java.time.InstantSource;

/// The program of the process that is killed.
final class MortalProgram {
  private MortalProgram() {}

  /// Plays one scenario on one store and dies at one append, if there are so many.
  ///
  /// @param args the target's class, the store's folder, the recorder's port, the ledger's file, the scenario's name, the append,
  ///     and whether to die before it
  public static void main(String[] args) throws ReflectiveOperationException {
    KillTarget target = Class.forName(args[0]).asSubclass(KillTarget.class).getDeclaredConstructor().newInstance();
    InstantSource clock = InstantSource.system();
    Ledger ledger = RecorderProcess.ledger(Integer.parseInt(args[2]), Path.of(args[3]));
    KillPoint point = new KillPoint(Integer.parseInt(args[5]), Boolean.parseBoolean(args[6]));
    Scenario scenario = Scenarios.all().stream().filter(one -> one.name().equals(args[4])).findFirst().orElseThrow();
    try (Store store = new HaltingStore(target.store(Path.of(args[1]), clock), point);
        Engine engine = target.engine(store, clock)) {
      scenario.play(new Stage(store, engine, ledger));
    }
  }
}
