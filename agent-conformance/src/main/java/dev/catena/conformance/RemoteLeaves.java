package dev.catena.conformance;

import dev.catena.run.Operation;
import dev.catena.run.StepContext;
import dev.catena.run.StepFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs leaf bodies in a second JVM on the same class path that knows only a registry. One at a time; a JVM that has ended is
/// replaced at the next call.
final class RemoteLeaves implements LeafRunner {
  private final ReentrantLock lock = new ReentrantLock();
  private final Class<? extends OperationRegistry> registry;
  private @Nullable Process process; // guarded by lock

  RemoteLeaves(Class<? extends OperationRegistry> registry) {
    this.registry = registry;
  }

  @Override
  public <I, O> String run(Operation<I, O> operation, String input, StepContext step) throws Exception {
    lock.lockInterruptibly();
    try {
      Process jvm = living();
      Frame.call(
              operation.name(), input, step.key().path(), step.idempotencyKey(), step.attempt(), step.deadline())
          .write(jvm.getOutputStream());
      return result(answer(jvm), operation);
    } finally {
      lock.unlock();
    }
  }

  private static String result(Optional<Frame> answer, Operation<?, ?> operation) throws Exception {
    Frame end = answer.orElseThrow(() -> new IOException("the second JVM ended inside '" + operation.name() + "'"));
    return switch (end.kind()) {
      case RETURNED -> end.json();
      case FAILED -> throw new StepFailedException(end.code(), end.text(), end.retryable());
      case DOUBTFUL -> throw new IOException(end.text());
      case INTERRUPTED -> throw new InterruptedException();
      case CALL, INTERRUPT -> throw new IOException("a frame for the other side: " + end);
    };
  }

  /// Waits for the answer on a thread of its own, since reading a pipe cannot be interrupted; hands an interrupt on.
  private static Optional<Frame> answer(Process jvm) throws IOException {
    CompletableFuture<Optional<Frame>> answer =
        CompletableFuture.supplyAsync(() -> read(jvm), task -> Thread.ofPlatform().daemon().start(task));
    while (true) {
      try {
        return answer.get();
      } catch (InterruptedException e) {
        Frame.interrupt().write(jvm.getOutputStream());
      } catch (ExecutionException e) {
        throw new IOException("the second JVM gave no answer", e);
      }
    }
  }

  private static Optional<Frame> read(Process jvm) {
    try {
      return Frame.read(jvm.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process living() throws IOException {
    Process known = process;
    if (known != null && known.isAlive()) {
      return known;
    }
    Process started = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
            "-cp", System.getProperty("java.class.path"),
            SecondJvm.class.getName(), registry.getName()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    process = started;
    return started;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (process != null) {
        process.destroyForcibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
