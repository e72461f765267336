package dev.catena.agent;

import dev.catena.event.AgentEvent;
import dev.catena.event.AgentListener;
import dev.catena.event.Usage;
import dev.catena.run.Attempt;
import dev.catena.run.LiveEvent;
import dev.catena.run.RunEvent;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import dev.catena.run.Wait;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.rag.content.Content;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where what an engine tells becomes [AgentEvent]s. It also keeps what a run that did not end leaves behind:
/// partial text, calls made and their cost. For one execution; the engine tells one event at a time.
final class AgentWatch implements Consumer<RunEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentWatch.class);

  private final RunId run;
  private final String agent;
  private final List<AgentListener> listeners;
  private final Map<String, ToolExecutionRequest> requests = new LinkedHashMap<>(); // by round and call: `round-1/call-2`
  private final Set<StepKey> called = new HashSet<>();
  private final Map<StepKey, PendingCall> pending = new HashMap<>();
  private final Map<String, ToolCall> made = new HashMap<>(); // by round and call
  private final StringBuilder partialText = new StringBuilder();
  private String recordedText = ""; // that of the last reply which has a record
  private Usage usage = Usage.NONE;

  AgentWatch(RunId run, String agent, List<AgentListener> listeners) {
    this.run = run;
    this.agent = agent;
    this.listeners = listeners;
  }

  String partialText() {
    return partialText.toString();
  }

  /// In the order of the replies, not of their ends.
  List<ToolCall> made() {
    return requests.keySet().stream().flatMap(call -> Stream.ofNullable(made.get(call))).toList();
  }

  Usage usage() {
    return usage;
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.Began began -> began(began);
      case RunEvent.Shown shown -> shown(shown.key(), shown.event());
      case RunEvent.Ended ended -> ended(ended);
      case RunEvent.Asked asked -> asked(PendingCall.of(new Wait(asked.key(), asked.until(), asked.question())));
      case RunEvent.Decided decided -> decided(decided);
      case RunEvent.Diverged diverged -> LOG.info("run '{}' asks '{}' something else than recorded; the record stands", run, diverged.key());
    }
  }

  /// The last event of an execution.
  void finished(Outcome outcome) {
    StepKey root = StepKey.of(agent);
    Usage cost = outcome.usage();
    tell(
        switch (outcome) {
          case Outcome.Answered o -> new AgentEvent.Finished(root, "answered", o.text(), cost);
          case Outcome.AwaitingApproval o -> new AgentEvent.Finished(root, "awaiting-approval", o.calls().getFirst().step().path(), cost);
          case Outcome.LimitReached o -> new AgentEvent.Finished(root, "limit-reached", o.partialText(), cost);
          case Outcome.Cancelled o -> new AgentEvent.Finished(root, "cancelled", recordedText, cost);
          case Outcome.Failed o -> new AgentEvent.Finished(root, "failed", o.message(), cost);
        });
  }

  private void began(RunEvent.Began began) {
    if (began.attempt() > 1) {
      tell(new AgentEvent.Restarted(began.key(), began.attempt()));
    }
    if (began.operation().equals(agent + AgentSteps.MODEL)) {
      partialText.setLength(0);
    } else if (isTool(began.operation())) {
      called(began.key());
    }
  }

  private void shown(StepKey key, LiveEvent event) {
    switch (event) {
      case Shown.Text piece -> {
        partialText.append(piece.text());
        tell(new AgentEvent.TextDelta(key, piece.text()));
      }
      case Shown.Thinking piece -> tell(new AgentEvent.ThinkingDelta(key, piece.text()));
      case Shown.Progress progress -> tell(new AgentEvent.ToolProgress(key, progress.text()));
      default -> LOG.debug("step '{}' of run '{}' shows {}", key, run, event);
    }
  }

  private void ended(RunEvent.Ended ended) {
    StepKey key = ended.key();
    Object value = ended.attempt() instanceof Attempt.Succeeded<?> succeeded ? succeeded.value() : null;
    if (value instanceof ModelReply reply) {
      replied(key, reply);
    } else if (value instanceof ReplyChoice choice) {
      usage = usage.plus(choice.usage());
      tell(new AgentEvent.Chose(key, choice.kind().name().toLowerCase(Locale.ROOT), choice.reason(), choice.usage()));
    } else if (ended.operation().equals(agent + AgentSteps.REFUSE) && value instanceof ToolResult answer) {
      ToolExecutionRequest request = request(key);
      tell(new AgentEvent.RefusedCall(key, request.name(), request.arguments(), answer.text()));
    } else if (ended.operation().equals(agent + AgentSteps.RETRIEVE) && value instanceof List<?> passages) {
      tell(new AgentEvent.Retrieved(key, passages.stream().map(Content.class::cast).toList()));
    } else if (isTool(ended.operation())) {
      returned(key, ended.attempt());
    }
  }

  private void replied(StepKey key, ModelReply reply) {
    usage = usage.plus(reply.usage());
    String round = key.path().substring(0, key.path().indexOf('/'));
    List<ToolExecutionRequest> calls = reply.message().toolExecutionRequests();
    for (int i = 0; i < calls.size(); i++) {
      requests.put(round + "/call-" + (i + 1), calls.get(i));
    }
    String text = Verdict.textOf(reply.message());
    recordedText = text;
    partialText.setLength(0);
    partialText.append(text);
    tell(new AgentEvent.Replied(key, text, calls.stream().map(ToolExecutionRequest::name).toList(), reply.usage()));
  }

  private void called(StepKey key) {
    if (called.add(key)) {
      ToolExecutionRequest request = request(key);
      tell(new AgentEvent.ToolCalled(key, request.name(), request.arguments()));
    }
  }

  private void returned(StepKey key, Attempt<?> attempt) {
    called(key); // a record that was found has not begun here
    ToolExecutionRequest request = request(key);
    String text =
        switch (attempt) {
          case Attempt.Succeeded<?> ended -> ended.value() instanceof ToolResult result ? result.text() : "";
          case Attempt.Failed<?> failed -> failed.text();
          case Attempt.Unknown<?> unknown -> unknown.text();
        };
    boolean succeeded = attempt instanceof Attempt.Succeeded<?> ended && ended.value() instanceof ToolResult.Success;
    made.put(
        call(key),
        new ToolCall(request.name(), request.arguments(), text, succeeded, attempt instanceof Attempt.Unknown<?>));
    tell(new AgentEvent.ToolReturned(key, request.name(), text, succeeded));
  }

  private void asked(PendingCall call) {
    pending.put(call.step(), call);
    tell(new AgentEvent.DecisionAsked(
        call.step(), call.tool(), call.arguments(), call.why().name().toLowerCase(Locale.ROOT), call.hash(), call.until()));
  }

  private void decided(RunEvent.Decided event) {
    PendingCall call = Objects.requireNonNull(pending.remove(event.key()));
    Optional<RecordedDecision> decision = event.decision().map(RecordedDecision.CODEC::decode);
    decision.ifPresent(it -> follow(call, it));
    tell(new AgentEvent.Decided(
        call.step(),
        call.tool(),
        decision.map(it -> it.kind().text()).orElse("expired"),
        decision.map(RecordedDecision::value).orElse(""),
        decision.map(RecordedDecision::who).orElse(""),
        event.at()));
  }

  /// What a person said takes the place of what the model wrote, or of an end that nobody knew.
  private void follow(PendingCall call, RecordedDecision decision) {
    String place = call(call.step());
    if (decision.kind() == Decision.Kind.APPROVED_CHANGED) {
      requests.put(place, request(call.step()).toBuilder().arguments(decision.value()).build());
    } else if (decision.kind() == Decision.Kind.HAPPENED) {
      made.put(place, new ToolCall(call.tool(), call.arguments(), decision.value(), true));
    }
  }

  /// The place of a call, `round-1/call-2`, of which the step is part.
  private static String call(StepKey key) {
    int round = key.path().indexOf('/');
    return key.path().substring(0, key.path().indexOf('/', round + 1));
  }

  private ToolExecutionRequest request(StepKey key) {
    ToolExecutionRequest request = requests.get(call(key));
    if (request == null) {
      throw new IllegalStateException("step '%s' answers a call that no reply of this run holds".formatted(key));
    }
    return request;
  }

  private boolean isTool(String operation) {
    return operation.startsWith(agent + AgentSteps.TOOL);
  }

  private void tell(AgentEvent event) {
    for (AgentListener listener : listeners) {
      try {
        listener.on(run, event);
      } catch (RuntimeException e) {
        LOG.warn("listener {} of agent '{}' failed on {}", listener, agent, event.getClass().getSimpleName(), e);
      }
    }
  }
}
