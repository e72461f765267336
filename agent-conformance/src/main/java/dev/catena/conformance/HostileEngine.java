package dev.catena.conformance;

import dev.catena.run.Body;
import dev.catena.run.Cancellation;
import dev.catena.run.Definition;
import dev.catena.run.Engine;
import dev.catena.run.Operation;
import dev.catena.run.RunEvent;
import dev.catena.run.RunId;
import dev.catena.run.RunResult;
import dev.catena.run.StepKey;
import dev.catena.run.Wait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// An engine that does everything that an engine may do and a careless program does not expect: no object survives a border, each
/// input and result is written as JSON and read back; composites are executed from the top for every step they make; steps that
/// could run together run one after the other, the last first; and leaf bodies run in a second JVM that knows only a registry.
/// Code which gives the same results here and in the engine underneath may run anywhere.
///
/// Loop code that reads a clock, draws a random number or looks at the outside world is caught when that changes what it asks
/// for: every execution must ask for the same steps with the same inputs as the one before, on the thread that the engine
/// chose. What such code could do without changing its steps, such as starting a thread, is for [LoopCode] to find in its classes.
///
/// Live events of the second JVM do not arrive.
public final class HostileEngine implements Engine {
  private final Engine engine;
  private final LeafRunner leaves;

  private HostileEngine(Engine engine, LeafRunner leaves) {
    this.engine = engine;
    this.leaves = leaves;
  }

  /// On an engine that keeps the records; leaf bodies run in this process.
  public static HostileEngine inProcess(Engine engine) {
    return new HostileEngine(engine, new LocalLeaves());
  }

  /// On an engine that keeps the records; leaf bodies run in a second JVM, started when the first is called and killed by
  /// [#close()]. The program must be started with a class path.
  ///
  /// @param registry what the second JVM knows
  public static HostileEngine inSecondJvm(Engine engine, Class<? extends OperationRegistry> registry) {
    return new HostileEngine(engine, new RemoteLeaves(registry));
  }

  @Override
  public void register(Operation<?, ?> operation) {
    engine.register(hostile(operation));
  }

  @Override
  public <I, O> RunResult<O> execute(
      RunId id,
      Definition definition,
      Operation<I, O> composite,
      I input,
      Cancellation cancellation,
      Consumer<RunEvent> observer) {
    return engine.execute(id, definition, hostile(composite), input, cancellation, observer);
  }

  @Override
  public <I, O> RunResult<O> resume(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    return engine.resume(id, hostile(composite), cancellation, observer);
  }

  @Override
  public <I, O> RunResult<O> retry(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    return engine.retry(id, hostile(composite), cancellation, observer);
  }

  @Override
  public <I, O> RunResult<O> replay(RunId id, Operation<I, O> composite, Consumer<RunEvent> observer) {
    return engine.replay(id, hostile(composite), observer);
  }

  @Override
  public void fork(
      RunId source,
      RunId id,
      Operation<?, ?> composite,
      StepKey at,
      Map<StepKey, String> results,
      Function<Set<StepKey>, Definition> definition) {
    engine.fork(source, id, hostile(composite), at, results, definition);
  }

  @Override
  public <I> I input(RunId id, Operation<I, ?> composite) {
    return engine.input(id, hostile(composite));
  }

  @Override
  public boolean cancel(RunId id, String reason) {
    return engine.cancel(id, reason);
  }

  @Override
  public List<RunId> unfinished() {
    return engine.unfinished();
  }

  @Override
  public <I, O> Optional<RunResult<O>> takeOver(
      RunId id, Operation<I, O> composite, Cancellation cancellation, Consumer<RunEvent> observer) {
    return engine.takeOver(id, hostile(composite), cancellation, observer);
  }

  @Override
  public List<Wait> waiting(RunId id) {
    return engine.waiting(id);
  }

  @Override
  public void decide(RunId id, StepKey key, String json) {
    engine.decide(id, key, json);
  }

  /// Closes the engine underneath and kills the second JVM.
  @Override
  public void close() {
    try (leaves) {
      engine.close();
    }
  }

  /// The operation as the engine underneath knows it; equal for equal operations.
  <I, O> Operation<I, O> hostile(Operation<I, O> operation) {
    Body<I, O> body = switch (operation.body()) {
      case Body.Leaf<I, O> leaf -> new HostileLeaf<>(operation, leaves);
      case Body.Composite<I, O> composite -> new HostileComposite<>(operation, composite, this);
      case Body.Write<I, O> write -> write;
    };
    return new Operation<>(operation.name(), operation.effect(), operation.in(), operation.out(), body);
  }
}
