package dev.catena.samples.command;

import dev.catena.event.AgentEvent;
import dev.catena.event.AgentListener;
import dev.catena.event.Usage;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Shows a run while it goes: the text as it comes, and one line for each tool call. Keeps the times that a report needs.
final class Progressing implements AgentListener {
  /// The kind of a choice whose text the policy gave.
  private static final String SAID = "said";

  /// Most characters of the arguments of a call, and of its result.
  private static final int MOST_SHOWN = 120;

  private final PrintWriter out;
  private final PrintWriter err;
  private final long processStartMillis;
  private volatile long firstTextMillis;
  private volatile long retrievedMillis;
  private final AtomicLong prefillTokens = new AtomicLong();
  private final Map<StepKey, String> calls = new ConcurrentHashMap<>();
  private volatile boolean read;
  private volatile boolean declined;
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
      case AgentEvent.ToolCalled called -> calls.put(called.step(), OneLine.of(called.arguments()));
      case AgentEvent.ToolReturned returned -> called(returned);
      case AgentEvent.Retrieved retrieved -> retrievedMillis = sinceStart();
      case AgentEvent.Chose chose -> {
        prefill(chose.usage());
        declined = chose.kind().equals(SAID);
      }
      case AgentEvent.Replied reply -> {
        prefill(reply.usage());
        read = shown;
      }
      case AgentEvent.RefusedCall refused -> {}
      case AgentEvent.DecisionAsked asked -> {}
      case AgentEvent.Decided decided -> {}
      case AgentEvent.ThinkingDelta thinking -> {}
      case AgentEvent.ToolProgress progress -> err.println(progress.text());
      case AgentEvent.Finished finished -> {}
    }
    err.flush();
  }

  /// A call and its result are one line, short enough to be read at a glance.
  private void called(AgentEvent.ToolReturned returned) {
    String arguments = calls.getOrDefault(returned.step(), "");
    String result = (returned.succeeded() ? "" : "failed: ") + OneLine.of(returned.result());
    err.printf("%s %s → %s%n", returned.name(), cut(arguments), cut(result));
  }

  private static String cut(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  /// All that is read before the first text counts: choices, and calls with what comes after them.
  private void prefill(Usage usage) {
    if (!read) {
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

  /// Whether the agent's policy said itself that there is no answer.
  boolean declined() {
    return declined;
  }

  /// Whether text was shown.
  boolean shown() {
    return shown;
  }
}
