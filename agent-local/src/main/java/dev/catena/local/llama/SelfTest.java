package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.catena.local.error.NativeLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// Is this the library the binding was written for? The version must be known, and the default structs must hold their
/// documented defaults where [Layouts] puts them: the structs have changed in the middle before.
final class SelfTest {

  private SelfTest() {}

  /// Returns the library's version.
  static String run() {
    String version = version();
    if (!version.startsWith("0.4.")) {
      throw new NativeLibraryException("llama.cpp %s was found, and this binding knows %s".formatted(version, Llama.SUPPORTED));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment model = defaults("llama_model_default_params", Layouts.MODEL_PARAMS, arena);
      check(model, Layouts.MODEL_PARAMS, "n_gpu_layers", -1);
      check(model, Layouts.MODEL_PARAMS, "load_mode", -1);
      checkTrue(model, Layouts.MODEL_PARAMS, "use_extra_bufts");
      MemorySegment context = defaults("llama_context_default_params", Layouts.CONTEXT_PARAMS, arena);
      check(context, Layouts.CONTEXT_PARAMS, "n_ctx", 512);
      check(context, Layouts.CONTEXT_PARAMS, "n_batch", 2048);
      check(context, Layouts.CONTEXT_PARAMS, "n_outputs_max_per_seq", 1);
      check(context, Layouts.CONTEXT_PARAMS, "n_threads", 4);
      check(context, Layouts.CONTEXT_PARAMS, "yarn_ext_factor", -1f);
      check(context, Layouts.CONTEXT_PARAMS, "type_k", 1);
      checkTrue(context, Layouts.CONTEXT_PARAMS, "swa_full");
    }
    return version;
  }

  private static String version() {
    MethodHandle version = Symbols.function("llama_version", ADDRESS);
    try {
      return Llama.string((MemorySegment) version.invokeExact(), 256);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  static MemorySegment defaults(String function, StructLayout struct, Arena arena) {
    MethodHandle handle = Symbols.function(function, struct);
    try {
      return (MemorySegment) handle.invokeExact((SegmentAllocator) arena);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  private static void check(MemorySegment values, StructLayout struct, String field, int expected) {
    int found = values.get(JAVA_INT, Layouts.offset(struct, field));
    if (found != expected) {
      throw differs(field, expected, found);
    }
  }

  private static void check(MemorySegment values, StructLayout struct, String field, float expected) {
    float found = values.get(JAVA_FLOAT, Layouts.offset(struct, field));
    if (found != expected) {
      throw differs(field, expected, found);
    }
  }

  private static void checkTrue(MemorySegment values, StructLayout struct, String field) {
    byte found = values.get(JAVA_BYTE, Layouts.offset(struct, field));
    if (found != 1) {
      throw differs(field, 1, found);
    }
  }

  private static NativeLibraryException differs(String field, Number expected, Number found) {
    return new NativeLibraryException(
        "the native library lays out its structs otherwise: default of %s should be %s, found %s; it is not llama.cpp %s"
            .formatted(field, expected, found, Llama.SUPPORTED));
  }
}
