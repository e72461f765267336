package dev.catena.conformance;

import dev.catena.run.Codecs;
import dev.catena.run.Effect;
import dev.catena.run.Operation;
import dev.catena.run.StepFailedException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The operations that the tests let a second JVM run.
public final class Travelling implements OperationRegistry {
  static final Operation<String, String> PROCESS = Operation.leaf(
      "process", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> Long.toString(ProcessHandle.current().pid()));
  static final Operation<String, String> CONTEXT = Operation.leaf(
      "context", Effect.KEYED, Codecs.text(), Codecs.text(),
      (input, step) -> input + " " + step.key() + " " + step.attempt() + " " + step.idempotencyKey().length());
  static final Operation<String, String> FAILING =
      Operation.leaf("failing", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
        throw new StepFailedException("no-stock", "none left", true);
      });
  static final Operation<String, String> BROKEN =
      Operation.leaf("broken", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
        throw new IllegalStateException("broken");
      });
  static final Operation<String, String> DOUBTFUL =
      Operation.leaf("doubtful", Effect.ONCE, Codecs.text(), Codecs.text(), (input, step) -> {
        throw new IOException("connection reset");
      });
  static final Operation<String, String> ENDLESS =
      Operation.leaf("endless", Effect.NONE, Codecs.text(), Codecs.text(), (input, step) -> {
        new CountDownLatch(1).await();
        return input;
      });
  static final Operation<String, String> DYING =
      Operation.leaf("dying", Effect.ONCE, Codecs.text(), Codecs.text(), (input, step) -> {
        Runtime.getRuntime().halt(1);
        return input;
      });

  /// Made by its name in the second JVM.
  public Travelling() {}

  @Override
  public Collection<Operation<?, ?>> operations() {
    return List.of(PROCESS, CONTEXT, FAILING, BROKEN, DOUBTFUL, ENDLESS, DYING);
  }
}
