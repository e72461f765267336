package dev.catena.samples.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Something that is opened on a thread of its own.
final class Opening<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  Opening(String name, Callable<T> work) {
    task = new FutureTask<>(work);
    thread = Thread.ofPlatform().daemon().name(name).start(task);
  }

  /// Waits for it; what went wrong is thrown here.
  T await() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(OneLine.of(e), e);
    }
  }

  /// Interrupts it where it has not ended, and waits until its thread has.
  void cancel() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What was opened, if it was.
  Optional<T> result() {
    return task.state() == Future.State.SUCCESS ? Optional.of(task.resultNow()) : Optional.empty();
  }
}
