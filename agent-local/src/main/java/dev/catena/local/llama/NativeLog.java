package dev.catena.local.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The library's log as slf4j events of `dev.catena.local.llama`: warnings and errors as warnings, the rest as debug.
final class NativeLog {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLog.class.getPackageName());

  private static final int WARN = 3;
  private static final int ERROR = 4;
  private static final int LINE_LIMIT = 1 << 16;

  /// The last warning or error, for the message of an exception.
  private static volatile String lastComplaint = "";

  private NativeLog() {}

  static void install() {
    MethodHandle set = Symbols.procedure("llama_log_set", ADDRESS, ADDRESS);
    try {
      MethodHandle target = MethodHandles.lookup()
          .findStatic(
              NativeLog.class,
              "onLine",
              MethodType.methodType(void.class, int.class, MemorySegment.class, MemorySegment.class));
      MemorySegment stub =
          Symbols.callback(target, FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS), Arena.global());
      set.invokeExact(stub, MemorySegment.NULL);
    } catch (Throwable e) {
      throw Symbols.rethrow(e);
    }
  }

  static String lastComplaint() {
    return lastComplaint;
  }

  static void onLine(int level, MemorySegment text, MemorySegment userData) {
    boolean complaint = level == WARN || level == ERROR;
    if (!complaint && !LOG.isDebugEnabled()) {
      return;
    }
    String line = Llama.string(text, LINE_LIMIT).strip();
    if (line.isEmpty()) {
      return;
    }
    if (complaint) {
      lastComplaint = line;
      LOG.warn("{}", line);
    } else {
      LOG.debug("{}", line);
    }
  }
}
