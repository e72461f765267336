package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.catena.local.error.ModelClosedException;
import dev.catena.local.error.NativeFailureException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToIntFunction;

/// Loaded weights. Thread-safe; closing waits for calls under way and closes the contexts.
public final class Model implements AutoCloseable {

  private static final MethodHandle LOAD =
      Symbols.function("llama_model_load_from_file", ADDRESS, ADDRESS, Layouts.MODEL_PARAMS);
  private static final MethodHandle FREE = Symbols.procedure("llama_model_free", ADDRESS);
  private static final MethodHandle TRAINED_CONTEXT = Symbols.function("llama_model_n_ctx_train", JAVA_INT, ADDRESS);

  private final MemorySegment pointer;
  private final Path file;
  private final Vocabulary vocabulary;

  /// Readers use the pointer, the writer frees it. Also guards [#closed] and [#contexts].
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private final List<Context> contexts = new ArrayList<>();
  private boolean closed;

  private Model(MemorySegment pointer, Path file) {
    this.pointer = pointer;
    this.file = file;
    this.vocabulary = new Vocabulary(this, pointer);
  }

  static Model open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = SelfTest.defaults("llama_model_default_params", Layouts.MODEL_PARAMS, arena);
      params.set(JAVA_INT, Layouts.offset(Layouts.MODEL_PARAMS, "n_gpu_layers"), 0);
      MemorySegment pointer = (MemorySegment) LOAD.invokeExact(arena.allocateFrom(file.toString()), params);
      if (pointer.address() == 0) {
        throw new NativeFailureException(
            "llama.cpp does not load %s: %s".formatted(file, NativeLog.lastComplaint()));
      }
      return new Model(pointer, file);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  /// The model's tokens.
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /// Tokens of context the model was trained with.
  public int trainedContext() {
    return use(address -> {
      try {
        return (int) TRAINED_CONTEXT.invokeExact(address);
      } catch (Throwable e) {
        throw Symbols.rethrow(e);
      }
    });
  }

  /// Makes a context with one sequence.
  ///
  /// @param contextTokens tokens it holds, at least 1
  /// @param batchTokens most tokens of one [Context#decode], at least 1
  /// @param threads for single tokens, at least 1
  /// @throws NativeFailureException when the library refuses, mostly for want of memory
  public Context newContext(int contextTokens, int batchTokens, int threads) {
    lock.writeLock().lock();
    try {
      requireOpen();
      Context context = Context.open(pointer, vocabulary.size(), contextTokens, batchTokens, threads);
      contexts.add(context);
      return context;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Runs a native call while the model cannot be freed.
  int use(ToIntFunction<MemorySegment> call) {
    lock.readLock().lock();
    try {
      requireOpen();
      return call.applyAsInt(pointer);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ModelClosedException("model %s is closed".formatted(file.getFileName()));
    }
  }

  /// Frees the contexts and the weights. Calling it again does nothing.
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      contexts.forEach(Context::close);
      FREE.invokeExact(pointer);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
