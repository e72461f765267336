package dev.catena.samples.command;

import dev.catena.event.AgentEvent;
import dev.catena.event.AgentListener;
import dev.catena.event.Usage;
import dev.catena.run.RunId;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Shows a run while it goes: the text as it comes, and one line for each tool call. Keeps the times that a report needs.
final class Progressing implements AgentListener {
  private final PrintWriter out;
  private final PrintWriter err;
  private final long processStartMillis;
  private volatile long firstTextMillis;
  private volatile long retrievedMillis;
  private final AtomicLong prefillTokens = new AtomicLong();
  private volatile boolean replied;
  private volatile boolean shown;

  /// @param out where the text goes
  /// @param err where calls go
  Progressing(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.processStartMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  @Override
  public void on(RunId run, AgentEvent event) {
    switch (event) {
      case AgentEvent.TextDelta delta -> show(delta.text());
      case AgentEvent.Restarted restarted -> err.println("(again, attempt " + restarted.attempt() + ")");
      case AgentEvent.ToolReturned returned -> err.printf("%s → %s%n", returned.name(), OneLine.of(returned.result()));
      case AgentEvent.ToolCalled called -> err.printf("%s %s%n", called.name(), OneLine.of(called.arguments()));
      case AgentEvent.Retrieved retrieved -> retrievedMillis = sinceStart();
      case AgentEvent.Chose chose -> prefill(chose.usage());
      case AgentEvent.Replied reply -> {
        prefill(reply.usage());
        replied = true;
      }
      case AgentEvent.RefusedCall refused -> {}
      case AgentEvent.ThinkingDelta thinking -> {}
      case AgentEvent.ToolProgress progress -> err.println(progress.text());
      case AgentEvent.Finished finished -> {}
    }
    err.flush();
  }

  /// All that is read before the first words counts.
  private void prefill(Usage usage) {
    if (!replied) {
      prefillTokens.addAndGet(usage.inputTokens() - usage.cachedTokens());
    }
  }

  private void show(String text) {
    if (firstTextMillis == 0) {
      firstTextMillis = sinceStart();
    }
    shown = true;
    out.print(text);
    out.flush();
  }

  /// Milliseconds since the process started.
  long sinceStart() {
    return Duration.ofMillis(System.currentTimeMillis() - processStartMillis).toMillis();
  }

  /// The times of the run that has ended.
  ///
  /// @param readyMillis when the model was ready, in milliseconds since the process started
  /// @param indexMillis what the index took before
  AskReport.Times times(long readyMillis, long indexMillis) {
    return new AskReport.Times(
        readyMillis,
        indexMillis,
        Math.max(0, retrievedMillis - readyMillis),
        prefillTokens.get(),
        firstTextMillis,
        sinceStart());
  }

  /// Whether text was shown.
  boolean shown() {
    return shown;
  }
}
