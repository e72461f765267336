package dev.catena.run;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A step with an effect was begun, and nobody knows whether the effect happened.
public final class UnknownResultException extends RunException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DEPTH = 50; // causes may form a ring

  /// With what was being done.
  public UnknownResultException(String text) {
    super(text);
  }

  /// Whether the outside world may have acted although no answer came: the exception, or one of its causes, is an I/O error, an
  /// interruption, a time-out or one of this class.
  public static boolean leavesDoubt(Throwable thrown) {
    return causes(thrown).anyMatch(cause ->
        cause instanceof IOException
            || cause instanceof InterruptedException
            || cause instanceof TimeoutException
            || cause instanceof UnknownResultException);
  }

  /// Whether the exception, or one of its causes, says that the thread was interrupted.
  public static boolean wasInterrupted(Throwable thrown) {
    return causes(thrown).anyMatch(InterruptedException.class::isInstance);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MAX_DEPTH);
  }
}
