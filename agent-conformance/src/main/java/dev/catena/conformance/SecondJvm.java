package dev.catena.conformance;

import dev.catena.run.Body;
import dev.catena.run.LiveEvent;
import dev.catena.run.Operation;
import dev.catena.run.StepContext;
import dev.catena.run.StepFailedException;
import dev.catena.run.StepKey;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The program of the second JVM: runs the leaf bodies of a registry, one at a time, until its input ends.
final class SecondJvm {
  private final Map<String, Operation<?, ?>> operations;
  private final OutputStream out;

  private SecondJvm(OperationRegistry registry, OutputStream out) {
    this.operations = registry.operations().stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    this.out = out;
  }

  /// Serves standard input.
  ///
  /// @param args the name of the registry's class
  public static void main(String[] args) throws Exception {
    OutputStream frames = new FileOutputStream(FileDescriptor.out);
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)); // bodies may print
    OperationRegistry registry =
        Class.forName(args[0]).asSubclass(OperationRegistry.class).getDeclaredConstructor().newInstance();
    try (InputStream in = new FileInputStream(FileDescriptor.in)) {
      new SecondJvm(registry, frames).serve(in);
    }
  }

  private void serve(InputStream in) throws IOException {
    Thread body = Thread.currentThread();
    Optional<Frame> frame = Frame.read(in);
    while (frame.isPresent()) {
      switch (frame.get().kind()) {
        case CALL -> body = Thread.startVirtualThread(new FutureTask<>(answering(frame.get())));
        case INTERRUPT -> body.interrupt();
        case RETURNED, FAILED, DOUBTFUL, INTERRUPTED -> throw new IOException("a frame for the other side: " + frame.get());
      }
      frame = Frame.read(in);
    }
  }

  private Callable<Boolean> answering(Frame call) {
    return () -> {
      Frame answer = answer(call);
      Thread.interrupted(); // an interrupt that the body did not see must not break the pipe
      answer.write(out);
      return true;
    };
  }

  private Frame answer(Frame call) {
    Operation<?, ?> operation = operations.get(call.operation());
    if (operation == null) {
      return Frame.failed(
          "failed", "operation '%s' is not in the registry of the second JVM".formatted(call.operation()), false);
    }
    try {
      return Frame.returned(run(operation, call));
    } catch (StepFailedException e) {
      return Frame.failed(e.code(), String.valueOf(e.getMessage()), e.retryable());
    } catch (InterruptedException e) {
      return Frame.interrupted();
    } catch (IOException e) {
      return Frame.doubtful(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      return Frame.failed("failed", e.getClass().getSimpleName() + ": " + e.getMessage(), false);
    }
  }

  private static <I, O> String run(Operation<I, O> operation, Frame call) throws Exception {
    if (!(operation.body() instanceof Body.Leaf<I, O> leaf)) {
      throw new IllegalArgumentException("'%s' is no leaf".formatted(operation.name()));
    }
    return operation.out().encode(leaf.run(operation.in().decode(call.json()), new Context(call)));
  }

  /// What the frame says about the step. Live events end here.
  private record Context(Frame call) implements StepContext {
    @Override
    public StepKey key() {
      return new StepKey(call.key());
    }

    @Override
    public String idempotencyKey() {
      return call.idempotencyKey();
    }

    @Override
    public int attempt() {
      return call.attempt();
    }

    @Override
    public Optional<Instant> deadline() {
      return call.deadline();
    }

    @Override
    public boolean cancelled() {
      return Thread.currentThread().isInterrupted();
    }

    @Override
    public void heartbeat() {}

    @Override
    public void show(LiveEvent event) {}
  }
}
