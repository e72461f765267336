package dev.catena.conformance.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Processes that really die.
///
/// @param target its name is all that the child gets of it
/// @param jvm starts them
/// @param recorder the process that counts, which outlives them all
record ChildProcess(Class<? extends KillTarget> target, Jvm jvm, RecorderProcess recorder) implements Victim {
  private static final KillPoint NEVER = new KillPoint(Integer.MAX_VALUE, true);

  /// Starts the process that counts, and one child that nobody kills, so that the others start quicker.
  static ChildProcess on(Class<? extends KillTarget> target, Path folder) throws IOException {
    Jvm jvm = Jvm.in(folder);
    ChildProcess children = new ChildProcess(target, jvm, RecorderProcess.start());
    Place place = new Place("recording", folder.resolve("recording"));
    Files.createDirectories(place.store());
    Scenario scenario = Scenarios.all().getLast();
    run(jvm.recording(MortalProgram.class, children.arguments(scenario, place, NEVER)), place);
    return children;
  }

  @Override
  public boolean dies(Scenario scenario, Place place, KillPoint point) {
    return run(jvm.command(MortalProgram.class, arguments(scenario, place, point)), place);
  }

  private List<String> arguments(Scenario scenario, Place place, KillPoint point) {
    return List.of(
        target.getName(),
        place.store().toString(),
        Integer.toString(recorder.port()),
        place.ledger().toString(),
        scenario.name(),
        Integer.toString(point.append()),
        Boolean.toString(point.before()));
  }

  private static boolean run(ProcessBuilder command, Place place) {
    try {
      return switch (command.redirectErrorStream(true).redirectOutput(place.log().toFile()).start().waitFor()) {
        case 0 -> false;
        case HaltingStore.STATUS -> true;
        default -> throw new IllegalStateException("%s: the child broke: %s".formatted(place.name(), Files.readString(place.log())));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(place.name() + ": interrupted", e);
    }
  }

  @Override
  public Ledger ledger(Place place) {
    return RecorderProcess.ledger(recorder.port(), place.ledger());
  }

  @Override
  public void close() {
    recorder.close();
  }
}
