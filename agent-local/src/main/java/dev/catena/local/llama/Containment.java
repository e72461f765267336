package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a native failure from ending the JVM: ggml's abort hook and C++'s terminate handler report it and never return.
/// The thread that failed is parked for ever and its memory is lost; a segmentation fault is not caught.
final class Containment {

  private static final Logger LOG = LoggerFactory.getLogger(Containment.class);

  private static final int MESSAGE_LIMIT = 4096;

  private static final List<String> CPLUSPLUS_LIBRARIES = List.of("libstdc++.so.6", "libc++.1.dylib", "libc++.so.1");

  /// `std::set_terminate` as the Itanium C++ ABI mangles it; Windows has another.
  private static final String SET_TERMINATE = "_ZSt13set_terminatePFvvE";

  private static final Map<Thread, Consumer<String>> WATCHERS = new ConcurrentHashMap<>();

  private Containment() {}

  static void install() {
    MethodHandle setAbort = Symbols.function("ggml_set_abort_callback", ADDRESS, ADDRESS);
    try {
      MemorySegment onAbort = stub("onAbort", MethodType.methodType(void.class, MemorySegment.class), FunctionDescriptor.ofVoid(ADDRESS));
      MemorySegment previous = (MemorySegment) setAbort.invokeExact(onAbort);
      LOG.trace("replaced ggml abort hook at {}", previous.address());
      installTerminate();
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  private static void installTerminate() throws Throwable {
    for (String library : CPLUSPLUS_LIBRARIES) {
      SymbolLookup symbols;
      try {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
      } catch (IllegalArgumentException e) {
        LOG.trace("no {} here", library, e);
        continue;
      }
      MethodHandle setTerminate =
          Symbols.function(symbols.findOrThrow(SET_TERMINATE), FunctionDescriptor.of(ADDRESS, ADDRESS));
      MemorySegment onTerminate = stub("onTerminate", MethodType.methodType(void.class), FunctionDescriptor.ofVoid());
      MemorySegment previous = (MemorySegment) setTerminate.invokeExact(onTerminate);
      LOG.trace("replaced terminate handler at {}", previous.address());
      return;
    }
    LOG.debug("no C++ runtime found: an uncaught C++ exception will end the JVM");
  }

  private static MemorySegment stub(String method, MethodType type, FunctionDescriptor descriptor) throws ReflectiveOperationException {
    MethodHandle target = MethodHandles.lookup().findStatic(Containment.class, method, type);
    return Symbols.callback(target, descriptor, Arena.global());
  }

  static void watch(Thread thread, Consumer<String> lost) {
    WATCHERS.put(thread, lost);
  }

  static void unwatch(Thread thread) {
    WATCHERS.remove(thread);
  }

  static void onAbort(MemorySegment message) {
    giveUp(Llama.string(message, MESSAGE_LIMIT).strip());
  }

  static void onTerminate() {
    giveUp("uncaught C++ exception");
  }

  private static void giveUp(String why) {
    Gate.lost(Thread.currentThread());
    Consumer<String> watcher = WATCHERS.get(Thread.currentThread());
    if (watcher != null) {
      watcher.accept(why);
    } else {
      WATCHERS.values().forEach(each -> each.accept(why));
    }
    while (true) {
      LockSupport.park();
    }
  }
}
