package dev.catena.local.llama;

import dev.catena.local.error.NativeLibraryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The loaded libraries and the handles of their functions. The libraries stay loaded until the JVM ends.
final class Symbols {

  private static final Linker LINKER = Linker.nativeLinker();

  /// Base before ggml before llama: each needs the ones before it.
  private static final List<Pattern> LIBRARIES = List.of(
      Pattern.compile("(lib)?ggml-base\\.(so|dylib|dll)"),
      Pattern.compile("(lib)?ggml(\\.[\\w.-]+)?\\.(so|dylib|dll)"),
      Pattern.compile("(lib)?llama(\\.[\\w.-]+)?\\.(so|dylib|dll)"));

  /// Set once by [#open], before any class that holds handles is initialised.
  private static volatile @Nullable SymbolLookup lookup;

  private Symbols() {}

  static void open(Path folder) {
    SymbolLookup all = name -> java.util.Optional.empty();
    for (Pattern library : LIBRARIES) {
      all = SymbolLookup.libraryLookup(find(folder, library), Arena.global()).or(all);
    }
    lookup = all;
  }

  private static Path find(Path folder, Pattern name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name.matcher(file.getFileName().toString()).matches())
          .sorted()
          .findFirst()
          .orElseThrow(() -> new NativeLibraryException(
              "no file in %s matches %s; the native library is incomplete: delete the folder to fetch it again"
                  .formatted(folder, name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(address(name), FunctionDescriptor.of(result, arguments));
  }

  static MethodHandle procedure(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(address(name), FunctionDescriptor.ofVoid(arguments));
  }

  static MethodHandle function(MemorySegment address, FunctionDescriptor type) {
    return LINKER.downcallHandle(address, type);
  }

  static MemorySegment callback(MethodHandle target, FunctionDescriptor type, Arena arena) {
    return LINKER.upcallStub(target, type, arena);
  }

  private static MemorySegment address(String name) {
    SymbolLookup loaded = lookup;
    if (loaded == null) {
      throw new IllegalStateException("function " + name + " was asked for before the library was loaded");
    }
    return loaded.find(name)
        .orElseThrow(() -> new NativeLibraryException(
            "the native library has no function " + name + "; it is not llama.cpp " + Llama.SUPPORTED));
  }

  /// What a downcall threw: handles declare Throwable, native code throws nothing of Java's.
  static RuntimeException rethrow(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException(thrown);
    };
  }
}
