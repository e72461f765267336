package dev.catena.samples.command;

import dev.catena.local.store.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows a fetch as one line that is written over: name, bytes, rate, time left. On a stream that is no terminal it prints a
/// line for each tenth instead.
final class FetchBar implements Progress {
  private static final long NANOS = Duration.ofSeconds(1).toNanos();
  private static final long REDRAW_NANOS = NANOS / 5;

  private final PrintWriter err;
  private final boolean terminal;
  private @Nullable String current;
  private @Nullable String finished;
  private long startNanos;
  private long startBytes;
  private long drawnNanos;
  private long drawnTenth;

  /// On standard error, as a bar when somebody sits at a terminal.
  static FetchBar on(PrintWriter err) {
    return new FetchBar(PlainText.below(err), Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  FetchBar(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public synchronized void update(String what, long doneBytes, long totalBytes) {
    boolean complete = totalBytes > 0 && doneBytes >= totalBytes;
    if (complete && what.equals(finished)) {
      return;
    }
    long now = System.nanoTime();
    if (!what.equals(current)) {
      begin(what, doneBytes, now);
    }
    long tenth = totalBytes > 0 ? 10 * doneBytes / totalBytes : 0;
    boolean due = terminal ? now - drawnNanos >= REDRAW_NANOS : tenth > drawnTenth;
    if (!due && !complete) {
      return;
    }
    drawnNanos = now;
    drawnTenth = tenth;
    draw(what, doneBytes, totalBytes, now);
    if (complete) {
      current = null;
      finished = what;
      if (terminal) {
        err.println();
      }
    }
    err.flush();
  }

  private void begin(String what, long doneBytes, long now) {
    if (current != null && terminal) {
      err.println();
    }
    current = what;
    finished = null;
    startNanos = now;
    startBytes = doneBytes;
    drawnNanos = now - NANOS;
    drawnTenth = -1;
  }

  private void draw(String what, long doneBytes, long totalBytes, long now) {
    double seconds = Math.max(1e-3, (now - startNanos) / (double) NANOS);
    double rate = (doneBytes - startBytes) / seconds;
    String left =
        totalBytes > doneBytes && rate > 0 ? time((long) ((totalBytes - doneBytes) / rate)) + " left" : "";
    String line =
        totalBytes > 0
            ? "%s  %s of %s  %s/s  %s".formatted(what, bytes(doneBytes), bytes(totalBytes), bytes((long) rate), left)
            : "%s  %s".formatted(what, doneBytes > 0 ? bytes(doneBytes) : "");
    if (terminal) {
      err.print("\r\u001b[K");
      new PlainText(err).print(line);
    } else {
      err.println(line.stripTrailing());
    }
  }

  private static String time(long seconds) {
    return seconds < 60 ? seconds + " s" : "%d:%02d min".formatted(seconds / 60, seconds % 60);
  }

  /// Bytes as people read them, in powers of ten.
  static String bytes(long bytes) {
    if (bytes < 1_000_000) {
      return "%d kB".formatted((bytes + 999) / 1000);
    }
    return bytes < 1_000_000_000
        ? "%d MB".formatted(bytes / 1_000_000)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
