package dev.catena.local.runner;

import dev.catena.local.error.CancelledException;
import dev.catena.local.error.LocalModelException;
import dev.catena.local.error.ModelClosedException;
import dev.catena.local.error.NativeFailureException;
import dev.catena.local.llama.Context;
import dev.catena.local.llama.Llama;
import dev.catena.local.llama.Model;
import dev.catena.local.llama.Vocabulary;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model with a thread of its own. Requests queue in front of it and are answered one after another. Thread-safe.
public final class Runner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  /// Requests that may wait; more wait for a place.
  private static final int QUEUE_CAPACITY = 64;

  private final RunnerOptions options;
  private final RequestQueue queue = new RequestQueue(QUEUE_CAPACITY);
  private final CompletableFuture<Vocabulary> ready = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();

  private volatile @Nullable Generation current;
  private volatile boolean closing;

  /// Why native code gave up; the thread is parked for ever then.
  private volatile @Nullable String lost;

  private Runner(RunnerOptions options) {
    this.options = options;
  }

  /// Loads the model and starts its thread, a daemon.
  ///
  /// @throws CancelledException when this thread is interrupted while it waits; what was loaded is freed
  /// @throws LocalModelException when the library or the model does not load
  public static Runner start(RunnerOptions options) {
    Runner runner = new Runner(options);
    Thread.ofPlatform().daemon().name("catena-" + options.weights().getFileName()).start(runner::run);
    try {
      runner.ready.get();
      return runner;
    } catch (InterruptedException e) {
      runner.stop();
      Thread.currentThread().interrupt();
      throw new CancelledException("loading %s was interrupted".formatted(options.weights()));
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static LocalModelException failure(@Nullable Throwable cause) {
    return cause instanceof LocalModelException known
        ? known
        : new NativeFailureException("the model failed: " + cause, cause);
  }

  /// The model's tokens.
  public Vocabulary vocabulary() {
    return ready.join();
  }

  /// Tokens of prompt and answer together.
  public int contextTokens() {
    return options.contextTokens();
  }

  /// Queues a request.
  ///
  /// @throws InterruptedException when this thread is interrupted while the queue is full
  /// @throws ModelClosedException when the runner is closed
  /// @throws NativeFailureException when native code gave up earlier
  public Generation generate(GenerationRequest request) throws InterruptedException {
    Generation generation = new Generation(request, queue::remove);
    if (!queue.put(generation)) {
      throw refusal();
    }
    return generation;
  }

  private LocalModelException refusal() {
    String why = lost;
    return why == null
        ? new ModelClosedException("model %s is closed".formatted(options.weights().getFileName()))
        : new NativeFailureException("model %s is lost, native code gave up: %s; restart the program"
            .formatted(options.weights().getFileName(), why));
  }

  private void run() {
    try {
      Llama llama = Llama.load(options.natives());
      llama.contain(this::onLost);
      try (Model model = llama.open(options.weights())) {
        serve(llama, model);
      } finally {
        llama.release();
      }
    } catch (RuntimeException | Error e) {
      LOG.debug("the model's thread ends", e);
      ready.completeExceptionally(e);
    } finally {
      refuse(queue.close());
      finished.complete(null);
    }
  }

  private void serve(Llama llama, Model model) {
    try (Context context = model.newContext(options.contextTokens(), Session.CHUNK_TOKENS, options.threads())) {
      PrefixStore prefixes = new PrefixStore(options.prefixes(), options.sha256(), llama.version());
      Session session = new Session(context, model.vocabulary(), prefixes, new Threads(options.threads()));
      ready.complete(model.vocabulary());
      for (Generation next = queue.take(); next != null; next = queue.take()) {
        current = next;
        answer(session, next);
        current = null;
      }
    }
  }

  private void answer(Session session, Generation generation) {
    try {
      if (closing || lost != null) {
        generation.fail(refusal());
      } else {
        session.answer(generation);
      }
    } catch (RuntimeException | Error e) {
      generation.fail(failure(e));
    }
  }

  /// Runs on the thread that is about to be parked.
  private void onLost(String why) {
    LOG.error("native code gave up, model {} is lost: {}", options.weights(), why);
    lost = why;
    ready.completeExceptionally(refusal());
    refuse(queue.close());
    Generation running = current;
    if (running != null) {
      running.fail(refusal());
    }
    finished.complete(null);
  }

  private void refuse(List<Generation> left) {
    left.forEach(generation -> generation.fail(refusal()));
  }

  private void stop() {
    closing = true;
    refuse(queue.close());
    Generation running = current;
    if (running != null) {
      running.abort(refusal());
    }
  }

  /// Ends the answer under way and those that wait with [ModelClosedException], frees the model, and returns once that
  /// is done. Calling it again does nothing.
  @Override
  public void close() {
    stop();
    finished.join();
  }
}
