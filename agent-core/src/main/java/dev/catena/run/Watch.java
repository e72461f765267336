package dev.catena.run;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the observer of one execution what happens, one event at a time. What the observer throws never reaches the run; the
/// first exception is logged.
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final RunId run;
  private final Consumer<RunEvent> observer;
  private boolean complained; // guarded by lock

  Watch(RunId run, Consumer<RunEvent> observer) {
    this.run = run;
    this.observer = observer;
  }

  void tell(RunEvent event) {
    lock.lock();
    try {
      observer.accept(event);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      complain(event, e);
    } finally {
      lock.unlock();
    }
  }

  private void complain(RunEvent event, Throwable e) {
    if (!complained) {
      complained = true;
      LOG.warn("an observer of run '{}' failed on {}; its further failures are not logged", run, event, e);
    }
  }
}
