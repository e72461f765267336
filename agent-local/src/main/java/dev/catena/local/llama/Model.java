package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.catena.local.error.NativeFailureException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/// Loaded weights. Thread-safe; closing waits for calls under way, ends those of the contexts, and closes them.
public final class Model implements AutoCloseable {

  private static final MethodHandle LOAD =
      Symbols.function("llama_model_load_from_file", ADDRESS, ADDRESS, Layouts.MODEL_PARAMS);
  private static final MethodHandle FREE = Symbols.procedure("llama_model_free", ADDRESS);
  private static final MethodHandle TRAINED_CONTEXT = Symbols.function("llama_model_n_ctx_train", JAVA_INT, ADDRESS);

  private final MemorySegment pointer;
  private final Vocabulary vocabulary;
  private final Gate gate;
  private final List<Context> contexts = new CopyOnWriteArrayList<>();

  private Model(MemorySegment pointer, Path file) {
    this.pointer = pointer;
    this.vocabulary = new Vocabulary(this, pointer);
    this.gate = new Gate("model " + file.getFileName(), Integer.MAX_VALUE);
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
    gate.enter();
    try {
      Context context = Context.open(pointer, vocabulary.size(), contextTokens, batchTokens, threads);
      contexts.add(context);
      return context;
    } finally {
      gate.leave();
    }
  }

  /// Runs a native call while the model cannot be freed.
  int use(ToIntFunction<MemorySegment> call) {
    gate.enter();
    try {
      return call.applyAsInt(pointer);
    } finally {
      gate.leave();
    }
  }

  /// Frees the contexts and the weights. Calling it again does nothing.
  ///
  /// @throws NativeFailureException when native code gave up in a call that used them: their memory stays lost
  @Override
  public void close() {
    if (!gate.close()) {
      return;
    }
    contexts.forEach(Context::close);
    try {
      FREE.invokeExact(pointer);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }
}
