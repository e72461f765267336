package dev.catena.conformance.kill;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome;
import dev.catena.agent.PendingCall;
import dev.catena.agent.Request;
import dev.catena.journal.Store;
import dev.catena.memory.ConversationId;
import dev.catena.memory.Conversations;
import dev.catena.memory.Window;
import dev.catena.run.Engine;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a scenario is played: a process on a store, the world outside, and a person who looks there before answering. For use by
/// one thread.
final class Stage {
  private static final String PERSON = "ann";
  private static final String CONVERSATION = "customer-7";

  private final Store store;
  private final Engine engine;
  private final Ledger ledger;
  private final List<Transcript.Answer> answers = new ArrayList<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Stage(Store store, Engine engine, Ledger ledger) {
    this.store = store;
    this.engine = engine;
    this.ledger = ledger;
  }

  Engine engine() {
    return engine;
  }

  Ledger world() {
    return ledger;
  }

  /// An agent on this process's store and engine.
  Agent.Builder agent(String name, ChatModel model) {
    return Agent.builder(name, model).store(store).engine(engine);
  }

  /// A streaming agent on this process's store and engine.
  Agent.Builder agent(String name, StreamingChatModel model) {
    return Agent.builder(name, model).store(store).engine(engine);
  }

  /// A request of the one customer.
  static Request request(String text, String id) {
    return Request.of(text).in(CONVERSATION).id(id);
  }

  /// Asks, answers what a person is asked meanwhile, and keeps the outcome.
  void ask(Agent agent, Request request) {
    keep(agent, agent.run(request));
  }

  /// Brings the outcome to an end and keeps it.
  void keep(Agent agent, Outcome first) {
    Outcome outcome = first;
    while (outcome instanceof Outcome.AwaitingApproval waiting) {
      outcome = agent.decide(waiting.runId(), decision(waiting.runId(), waiting.calls().getFirst()));
    }
    answers.add(new Transcript.Answer(text(outcome), outcome.toString()));
  }

  private Decision decision(RunId run, PendingCall call) {
    return switch (call.why()) {
      case UNKNOWN -> looked(run, call);
      case APPROVAL -> call.arguments().contains(Shop.STRANGER)
          ? Decision.deny(call, "Nobody knows this account.", PERSON)
          : Decision.approve(call, PERSON);
    };
  }

  private Decision looked(RunId run, PendingCall call) {
    return receipt(run, call.step())
        .map(text -> Decision.happened(call, text, PERSON))
        .orElseGet(() -> Decision.didNotHappen(call, PERSON));
  }

  /// Keeps what somebody answered who is no agent.
  void keep(String answer) {
    answers.add(new Transcript.Answer(answer, answer));
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> answered.text();
      case Outcome.LimitReached reached -> reached.message() + ": " + reached.partialText();
      case Outcome.Failed failed -> failed.code() + ": " + failed.message();
      case Outcome.Cancelled cancelled -> "cancelled: " + cancelled.reason();
      case Outcome.AwaitingApproval waiting -> "waits for " + waiting.calls();
    };
  }

  /// What a person says of a call whose end nobody knows, having looked whether it reached the world.
  ///
  /// @param waiting one part longer than the call's own step
  /// @return its result; empty when it did not happen
  Optional<String> receipt(RunId run, StepKey waiting) {
    String path = waiting.path();
    String step = run.value() + " " + path.substring(0, path.lastIndexOf('/'));
    asked.add(step);
    String key = Records.of(store).intent(step).map(Records.Intent::key)
        .orElseThrow(() -> new IllegalStateException("a person is asked about '%s', which was never begun".formatted(step)));
    return ledger.acts().stream().filter(act -> act.key().equals(key)).map(Act::receipt).findFirst();
  }

  Transcript transcript() {
    List<ChatMessage> messages = new Conversations(store).last(new ConversationId(CONVERSATION), Window.ofTurns(100)).turns().stream()
        .flatMap(turn -> turn.messages().stream())
        .toList();
    return new Transcript(answers, messages, asked);
  }
}
