package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.catena.local.error.NativeLibraryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The llama.cpp library: loaded once in a process, and only when it is the one this binding was written for.
/// Thread-safe.
public final class Llama {

  /// Versions whose structs this binding knows.
  public static final String SUPPORTED = "0.4.x";

  private static final Object LOADING = new Object();

  /// Guarded by [#LOADING].
  private static @Nullable Llama loaded;

  private final Path folder;
  private final String version;

  private Llama(Path folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  /// Loads the library, its back ends, and the one back end that fits this processor. A second call returns the
  /// library already loaded.
  ///
  /// @param folder a folder or a link to one; holds libllama, libggml, libggml-base and the back-end modules, under any platform's file names
  /// @throws NativeLibraryException when a file is missing or does not load, the version is unknown, a struct is laid
  ///     out otherwise, or another folder's library is loaded already
  public static Llama load(Path folder) {
    Path real = real(folder);
    synchronized (LOADING) {
      Llama present = loaded;
      if (present == null) {
        present = loadFrom(real);
        loaded = present;
      }
      if (!present.folder.equals(real)) {
        throw new NativeLibraryException("the native library is loaded from %s already; %s cannot be loaded beside it"
            .formatted(present.folder, real));
      }
      return present;
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new NativeLibraryException("the native library in %s does not load: %s".formatted(folder, e), e);
    }
  }

  private static Llama loadFrom(Path folder) {
    try {
      Symbols.open(folder);
      String version = SelfTest.run();
      Containment.install();
      NativeLog.install();
      loadBackends(folder);
      return new Llama(folder, version);
    } catch (IllegalCallerException e) {
      throw new NativeLibraryException(
          "Java forbids native access here; start it with --enable-native-access=ALL-UNNAMED", e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new NativeLibraryException("the native library in %s does not load: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static void loadBackends(Path folder) {
    MethodHandle loadAll = Symbols.procedure("ggml_backend_load_all_from_path", ADDRESS);
    MethodHandle init = Symbols.procedure("llama_backend_init");
    try (Arena arena = Arena.ofConfined()) {
      loadAll.invokeExact(arena.allocateFrom(folder.toString()));
      init.invokeExact();
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  /// What the library says its version is, such as `0.4.0-dev`.
  public String version() {
    return version;
  }

  /// Loads a model's weights. Validate the file first: native code is not built for hostile ones.
  ///
  /// @throws dev.catena.local.error.NativeFailureException when the library refuses the file
  public Model open(Path file) {
    return Model.open(file);
  }

  /// From now on a native failure on this thread does not end the JVM: the thread is parked for ever, after
  /// `lost` was told why, on that thread. A failure on a thread nobody contains is told to all.
  /// Call it on a daemon thread that nobody joins without a limit.
  ///
  /// @param lost must only take note, and not call native code
  public void contain(Consumer<String> lost) {
    Containment.watch(Thread.currentThread(), lost);
  }

  /// Ends [#contain] for this thread.
  public void release() {
    Containment.unwatch(Thread.currentThread());
  }

  static String string(MemorySegment address, long limit) {
    return address.address() == 0 ? "" : address.reinterpret(limit).getString(0);
  }
}
