package dev.catena.local.runner;

import dev.catena.local.error.LocalModelException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer while it is written: the runner's thread puts tokens in, one other thread takes them out. Close it in any
/// case: an answer that is not wanted any more stops within a fraction of a token.
public final class Generation implements AutoCloseable {

  /// What [#next] returns after the last token.
  public static final int END = -1;

  private final Runner runner;
  private final GenerationRequest request;

  private volatile boolean cancelled;

  // Guarded by this.
  private int[] tokens = new int[64];
  private int written;
  private int taken;
  private int cachedTokens;
  private List<Double> weights = List.of();
  private boolean done;
  private @Nullable Ending ending;
  private @Nullable LocalModelException failure;
  private @Nullable LocalModelException aborted;

  Generation(Runner runner, GenerationRequest request) {
    this.runner = runner;
    this.request = request;
  }

  /// Waits for the next token.
  ///
  /// @return the token, or [#END]
  /// @throws InterruptedException when this thread is interrupted; close the generation then
  /// @throws LocalModelException when the answer failed; tokens before the failure come first
  public synchronized int next() throws InterruptedException {
    while (taken == written && !done) {
      wait();
    }
    if (taken < written) {
      return tokens[taken++];
    }
    if (failure != null) {
      throw failure;
    }
    return END;
  }

  /// Tokens of the prompt.
  public int promptTokens() {
    return request.prompt().size();
  }

  /// Tokens of the prompt that did not have to be computed.
  public synchronized int cachedTokens() {
    return cachedTokens;
  }

  /// The probability of each weighed set of tokens to begin the answer, in the request's order; empty until the first token
  /// is there.
  public synchronized List<Double> weights() {
    return weights;
  }

  /// Why it ended; null until [#next] has returned [#END].
  public synchronized @Nullable Ending ending() {
    return ending;
  }

  /// Cancels what is left and returns once the model does not work on it any more.
  @Override
  public void close() {
    cancelled = true;
    if (runner.withdraw(this)) {
      return;
    }
    boolean interrupted = false;
    synchronized (this) {
      while (!done) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  GenerationRequest request() {
    return request;
  }

  boolean isCancelled() {
    return cancelled;
  }

  synchronized void started(int cached) {
    cachedTokens = cached;
  }

  synchronized void weighed(List<Double> probabilities) {
    weights = probabilities;
  }

  synchronized void put(int token) {
    if (written == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * written);
    }
    tokens[written++] = token;
    notifyAll();
  }

  /// @param why null when it was cancelled
  synchronized void end(@Nullable Ending why) {
    if (!done) {
      done = true;
      ending = why;
      failure = why == null ? aborted : null;
      notifyAll();
    }
  }

  /// Cancels it, and [#next] will say why.
  synchronized void abort(LocalModelException why) {
    aborted = why;
    cancelled = true;
  }

  synchronized void fail(LocalModelException why) {
    if (!done) {
      done = true;
      failure = why;
      notifyAll();
    }
  }
}
