package dev.catena.event;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catena.event.AgentEvent.Recorded;
import dev.catena.run.CanonicalJson;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.RunId;
import dev.langchain4j.rag.content.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the recorded events of runs, one line of canonical JSON (RFC 8785) each, and no live ones.
///
/// The log of a run that went undisturbed, the log of its last execution when it was interrupted and gone on with, and the log of
/// its replay are the same bytes. For that, calls that were at work at the same time are written in the order of the reply that
/// asked for them, when the last of them has ended; a call that was begun and has no end is left out. Safe for use by many threads.
public final class EventLog implements AgentListener {
  private static final Codec<Map<String, Object>> JSON = Codecs.json(new TypeReference<>() {});

  private final Appendable out; // all guarded by this
  private final Map<RunId, List<Recorded>> calls = new HashMap<>(); // those of the latest reply

  /// A log that is written to the end of `out`, which it neither flushes nor closes.
  public EventLog(Appendable out) {
    this.out = Objects.requireNonNull(out, "out");
  }

  @Override
  public synchronized void on(RunId run, AgentEvent event) {
    if (!(event instanceof Recorded recorded)) {
      return;
    }
    if (isCall(recorded)) {
      calls.computeIfAbsent(run, id -> new ArrayList<>()).add(recorded);
    } else {
      inOrder(calls.getOrDefault(run, List.of())).forEach(call -> write(run, call));
      calls.remove(run);
      write(run, recorded);
    }
  }

  private static boolean isCall(Recorded event) {
    return event instanceof AgentEvent.ToolCalled
        || event instanceof AgentEvent.ToolReturned
        || event instanceof AgentEvent.RefusedCall;
  }

  private static List<Recorded> inOrder(List<Recorded> events) {
    Set<Object> ended = events.stream().filter(it -> !(it instanceof AgentEvent.ToolCalled)).map(AgentEvent::step).collect(Collectors.toSet());
    return events.stream().filter(it -> ended.contains(it.step())).sorted(Comparator.comparingInt(EventLog::position)).toList();
  }

  /// The place of a call in its reply: 2 of `round-1/call-2/refund`.
  private static int position(Recorded event) {
    String call = event.step().path().split("/", -1)[1];
    return Integer.parseInt(call.substring(call.lastIndexOf('-') + 1));
  }

  private void write(RunId run, Recorded event) {
    Map<String, Object> line = new TreeMap<>(fields(event));
    line.put("run", run.value());
    line.put("step", event.step().path());
    line.put("event", event.getClass().getSimpleName());
    try {
      out.append(CanonicalJson.of(JSON.encode(line))).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("an event of run '" + run + "' was not written: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> fields(Recorded event) {
    return switch (event) {
      case AgentEvent.Retrieved it -> Map.of("passages", it.passages().stream().map(EventLog::passage).toList());
      case AgentEvent.Chose it -> Map.of("kind", it.kind(), "reason", it.reason(), "usage", it.usage());
      case AgentEvent.Replied it -> Map.of("text", it.text(), "calls", it.calls(), "usage", it.usage());
      case AgentEvent.ToolCalled it -> Map.of("name", it.name(), "arguments", it.arguments());
      case AgentEvent.ToolReturned it -> Map.of("name", it.name(), "result", it.result(), "succeeded", it.succeeded());
      case AgentEvent.RefusedCall it -> Map.of("name", it.name(), "arguments", it.arguments(), "why", it.why());
      case AgentEvent.DecisionAsked it -> Map.of(
          "name", it.name(), "arguments", it.arguments(), "why", it.why(), "hash", it.hash(), "until", it.until());
      case AgentEvent.Decided it -> Map.of(
          "name", it.name(), "decision", it.decision(), "value", it.value(), "who", it.who(), "at", it.at());
      case AgentEvent.Finished it -> Map.of("outcome", it.outcome(), "text", it.text(), "usage", it.usage());
    };
  }

  private static Map<String, Object> passage(Content passage) {
    return Map.of("text", passage.textSegment().text(), "metadata", passage.textSegment().metadata().toMap());
  }
}
