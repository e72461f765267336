package dev.catena.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs tasks on virtual threads, a bounded number at a time, waits for all of them and keeps their order. It cancels none:
/// who may be stopped is the business of the tasks.
final class Fanout {
  private Fanout() {}

  /// The ended futures of the tasks.
  ///
  /// @param atOnce how many run at a time, at least 1
  /// @param interrupted called when the waiting thread is interrupted, which takes the interrupt away; the wait goes on
  static <T> List<Future<T>> all(List<? extends Callable<T>> tasks, int atOnce, Runnable interrupted) {
    Semaphore permits = new Semaphore(atOnce, true);
    List<Future<T>> futures = new ArrayList<>(tasks.size());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<T> task : tasks) {
        futures.add(executor.submit(() -> withPermit(permits, task)));
      }
      for (Future<T> future : futures) {
        waitFor(future, interrupted);
      }
    }
    return futures;
  }

  private static <T> T withPermit(Semaphore permits, Callable<T> task) throws Exception {
    permits.acquireUninterruptibly();
    try {
      return task.call();
    } finally {
      permits.release();
    }
  }

  private static void waitFor(Future<?> future, Runnable interrupted) {
    while (!future.isDone()) {
      try {
        future.get();
      } catch (ExecutionException e) {
        return; // the caller looks at each future
      } catch (InterruptedException e) {
        interrupted.run();
      }
    }
  }
}
