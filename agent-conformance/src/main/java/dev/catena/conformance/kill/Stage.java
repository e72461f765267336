package dev.catena.conformance.kill;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.journal.Store;
import dev.catena.memory.ConversationId;
import dev.catena.memory.Conversations;
import dev.catena.memory.Window;
import dev.catena.run.Engine;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.util.ArrayList;
import java.util.List;

/// Where a scenario is played: a process on a store, the world outside, and a person. For use by
/// one thread.
final class Stage {
  private static final String CONVERSATION = "customer-7";

  private final Store store;
  private final Engine engine;
  private final Ledger ledger;
  private final List<String> answers = new ArrayList<>();
  private Person person;

  Stage(Store store, Engine engine, Ledger ledger) {
    this.store = store;
    this.engine = engine;
    this.ledger = ledger;
    person = new Person(store, ledger, false);
  }

  Engine engine() {
    return engine;
  }

  Ledger world() {
    return ledger;
  }

  Person person() {
    return person;
  }

  /// From now on an approval is for the rest of its run.
  void trust() {
    person = new Person(store, ledger, true);
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
      outcome = agent.decide(waiting.runId(), person.decide(waiting.runId(), waiting.calls().getFirst()));
    }
    answers.add(outcome.toString());
  }

  /// Keeps what somebody answered who is no agent.
  void keep(String answer) {
    answers.add(answer);
  }

  Transcript transcript() {
    List<ChatMessage> messages = new Conversations(store).last(new ConversationId(CONVERSATION), Window.ofTurns(100)).turns().stream()
        .flatMap(turn -> turn.messages().stream())
        .toList();
    return new Transcript(answers, messages, person.asked());
  }
}
