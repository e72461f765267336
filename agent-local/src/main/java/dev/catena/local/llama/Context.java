package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.catena.local.error.NativeFailureException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/// What a model has read so far: the keys and values of one sequence. Calls exclude each other; only [#close] is meant
/// to come from another thread, and waits for the call under way.
public final class Context implements AutoCloseable {

  private static final MethodHandle INIT =
      Symbols.function("llama_init_from_model", ADDRESS, ADDRESS, Layouts.CONTEXT_PARAMS);
  private static final MethodHandle FREE = Symbols.procedure("llama_free", ADDRESS);
  private static final MethodHandle DECODE = Symbols.function("llama_decode", JAVA_INT, ADDRESS, Layouts.BATCH);
  private static final MethodHandle SYNCHRONIZE = Symbols.procedure("llama_synchronize", ADDRESS);
  private static final MethodHandle LOGITS = Symbols.function("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle MEMORY = Symbols.function("llama_get_memory", ADDRESS, ADDRESS);
  private static final MethodHandle REMOVE =
      Symbols.function("llama_memory_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle LAST_POSITION =
      Symbols.function("llama_memory_seq_pos_max", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SET_THREADS =
      Symbols.procedure("llama_set_n_threads", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle SET_ABORT =
      Symbols.procedure("llama_set_abort_callback", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle STATE_SIZE =
      Symbols.function("llama_state_seq_get_size", JAVA_LONG, ADDRESS, JAVA_INT);
  private static final MethodHandle STATE_GET =
      Symbols.function("llama_state_seq_get_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle STATE_SET =
      Symbols.function("llama_state_seq_set_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);

  private static final int SEQUENCE = 0;
  private static final int ABORTED = 2;

  private final MemorySegment pointer;
  private final MemorySegment memory;
  private final Arena callbacks = Arena.ofShared();
  private final int vocabularySize;
  private final int contextTokens;
  private final int batchTokens;

  /// Asked at every node of the graph while native code computes.
  private volatile BooleanSupplier abort = () -> false;

  private final Gate gate = new Gate("the context", 1);

  /// For who is inside the gate.
  private boolean logitsReady;

  private Context(MemorySegment pointer, int vocabularySize, int contextTokens, int batchTokens) throws Throwable {
    this.pointer = pointer;
    this.memory = (MemorySegment) MEMORY.invokeExact(pointer);
    this.vocabularySize = vocabularySize;
    this.contextTokens = contextTokens;
    this.batchTokens = batchTokens;
    MethodHandle target = MethodHandles.lookup()
        .findVirtual(Context.class, "shouldAbort", MethodType.methodType(boolean.class, MemorySegment.class))
        .bindTo(this);
    MemorySegment stub = Symbols.callback(target, FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), callbacks);
    SET_ABORT.invokeExact(pointer, stub, MemorySegment.NULL);
  }

  static Context open(MemorySegment model, int vocabularySize, int contextTokens, int batchTokens, int threads) {
    requirePositive("contextTokens", contextTokens);
    requirePositive("batchTokens", batchTokens);
    requirePositive("threads", threads);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = SelfTest.defaults("llama_context_default_params", Layouts.CONTEXT_PARAMS, arena);
      set(params, "n_ctx", contextTokens);
      set(params, "n_batch", batchTokens);
      set(params, "n_ubatch", batchTokens);
      set(params, "n_threads", threads);
      set(params, "n_threads_batch", threads);
      MemorySegment pointer = (MemorySegment) INIT.invokeExact(model, params);
      if (pointer.address() == 0) {
        throw new NativeFailureException(
            "llama.cpp made no context of %,d tokens: %s; lower contextTokens".formatted(contextTokens, NativeLog.lastComplaint()));
      }
      return new Context(pointer, vocabularySize, contextTokens, batchTokens);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, was %d".formatted(name, value));
    }
  }

  private static void set(MemorySegment params, String field, int value) {
    params.set(JAVA_INT, Layouts.offset(Layouts.CONTEXT_PARAMS, field), value);
  }

  /// Tokens it holds.
  public int contextTokens() {
    return contextTokens;
  }

  /// Says when to give up a [#decode] under way. The condition is asked often, on the deciding thread, and must be
  /// quick.
  public void abortWhen(BooleanSupplier condition) {
    abort = condition;
  }

  /// Native code asks this.
  boolean shouldAbort(MemorySegment userData) {
    return abort.getAsBoolean();
  }

  /// Sets the threads that compute.
  ///
  /// @param single for one token at a time, at least 1
  /// @param batch for several tokens at a time, at least 1
  public void setThreads(int single, int batch) {
    requirePositive("single", single);
    requirePositive("batch", batch);
    gate.enter();
    try {
      SET_THREADS.invokeExact(pointer, single, batch);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      gate.leave();
    }
  }

  /// Computes the tokens of a batch.
  ///
  /// @return false when it was aborted: what is left of the batch is undefined, so remove it from its first position
  /// @throws IllegalArgumentException when the batch is empty, larger than this context takes, or leaves the context
  /// @throws NativeFailureException when native code fails
  public boolean decode(Batch batch) {
    if (batch.size() < 1 || batch.size() > batchTokens) {
      throw new IllegalArgumentException(
          "a batch has 1 to %,d tokens, this one has %,d".formatted(batchTokens, batch.size()));
    }
    if (batch.lastPosition() >= contextTokens) {
      throw new IllegalArgumentException("position %,d is outside a context of %,d tokens"
          .formatted(batch.lastPosition(), contextTokens));
    }
    gate.enter();
    try {
      logitsReady = false;
      boolean computed = compute(batch);
      logitsReady = computed && batch.lastWantsLogits();
      return computed;
    } finally {
      gate.leave();
    }
  }

  private boolean compute(Batch batch) {
    int code;
    try {
      code = (int) DECODE.invokeExact(pointer, batch.struct());
      SYNCHRONIZE.invokeExact(pointer);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      Reference.reachabilityFence(batch);
    }
    if (code == ABORTED) {
      return false;
    }
    if (code != 0) {
      throw new NativeFailureException("llama.cpp did not decode %,d tokens: code %d, %s"
          .formatted(batch.size(), code, NativeLog.lastComplaint()));
    }
    return true;
  }

  /// The scores after the last token of the last batch.
  ///
  /// @throws IllegalStateException when the last batch did not ask for them, or was aborted
  public Logits logits() {
    gate.enter();
    try {
      if (!logitsReady) {
        throw new IllegalStateException("the last batch did not ask for the logits of its last token");
      }
      MemorySegment row = (MemorySegment) LOGITS.invokeExact(pointer, -1);
      if (row.address() == 0) {
        throw new NativeFailureException("llama.cpp gave no logits: " + NativeLog.lastComplaint());
      }
      return new Logits(row.reinterpret(vocabularySize * (long) Float.BYTES), vocabularySize);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      gate.leave();
    }
  }

  /// Forgets the tokens from a position on.
  ///
  /// @param position first one to forget; 0 forgets all
  /// @return false when this kind of model cannot forget a part; nothing has changed then
  public boolean removeFrom(int position) {
    gate.enter();
    try {
      return remove(position);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      gate.leave();
    }
  }

  private boolean remove(int position) throws Throwable {
    return (boolean) REMOVE.invokeExact(memory, SEQUENCE, position, -1);
  }

  /// Tokens it remembers.
  public int size() {
    gate.enter();
    try {
      return (int) LAST_POSITION.invokeExact(memory, SEQUENCE) + 1;
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      gate.leave();
    }
  }

  /// A copy of all it remembers, for [#restore]. Direct, from position 0 to its limit.
  public ByteBuffer save() {
    gate.enter();
    try {
      long bytes = (long) STATE_SIZE.invokeExact(pointer, SEQUENCE);
      MemorySegment state = Arena.ofAuto().allocate(bytes);
      long written = (long) STATE_GET.invokeExact(pointer, state, bytes, SEQUENCE);
      if (written != bytes) {
        throw new NativeFailureException("llama.cpp saved %,d of %,d bytes of state".formatted(written, bytes));
      }
      return state.asByteBuffer();
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      gate.leave();
    }
  }

  /// Replaces all it remembers by what [#save] returned, of the same model and library version.
  ///
  /// @param state direct, its remaining bytes
  /// @return false when the library refuses the bytes; the context is empty then
  public boolean restore(ByteBuffer state) {
    if (!state.isDirect()) {
      throw new IllegalArgumentException("the state must be in a direct buffer");
    }
    gate.enter();
    try {
      logitsReady = false;
      MemorySegment bytes = MemorySegment.ofBuffer(state);
      remove(0);
      long read = (long) STATE_SET.invokeExact(pointer, bytes, bytes.byteSize(), SEQUENCE);
      if (read != bytes.byteSize()) {
        remove(0);
        return false;
      }
      return true;
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    } finally {
      Reference.reachabilityFence(state);
      gate.leave();
    }
  }

  /// Aborts a decode under way and frees the context. Calling it again does nothing.
  ///
  /// @throws NativeFailureException when native code gave up in a call that used it: its memory stays lost
  @Override
  public void close() {
    abort = () -> true;
    if (!gate.close()) {
      return;
    }
    try {
      FREE.invokeExact(pointer);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
    callbacks.close();
  }
}
