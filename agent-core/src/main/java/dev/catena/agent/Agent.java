package dev.catena.agent;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catena.event.AgentListener;
import dev.catena.event.Usage;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.knowledge.Knowledge;
import dev.catena.memory.ConversationId;
import dev.catena.memory.ConversationQueue;
import dev.catena.memory.Conversations;
import dev.catena.memory.Window;
import dev.catena.prompt.Assembler;
import dev.catena.prompt.PromptBudget;
import dev.catena.run.Cancellation;
import dev.catena.run.CanonicalJson;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.Operation;
import dev.catena.run.RunId;
import dev.catena.run.RunResult;
import dev.catena.run.StepKey;
import dev.catena.tool.Approval;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.SecretKeys;
import dev.catena.tool.Tool;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model with instructions, tools, knowledge and memory, that answers requests.
///
/// Each request is a run: what it has done is recorded step by step, so that a run which was interrupted goes on where it
/// stopped when it is asked for again. Immutable and safe for use by many threads. The runs of one
/// conversation queue within one agent object; two of them, or two processes, may answer in one conversation at the same time.
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final String name;
  private final Engine engine;
  private final boolean ownsEngine;
  private final Definition definition;
  private final Operation<Request, Outcome> operation;
  private final List<AgentListener> listeners;
  private final Toolbox tools;
  private final ConversationQueue queue = new ConversationQueue();

  private Agent(Builder builder) {
    name = builder.name;
    tools = builder.sealedTools();
    listeners = List.copyOf(builder.listeners);
    Store store = builder.store == null ? new MemoryStore() : builder.store;
    ownsEngine = builder.engine == null;
    engine = builder.engine == null ? EmbeddedEngine.on(store) : builder.engine;
    definition = builder.definition();
    AgentSteps steps =
        AgentSteps.of(
            name, builder.model, builder.policy, tools, builder.demands, builder.knowledge, new Conversations(store));
    AgentLoop loop =
        new AgentLoop(
            steps,
            new Assembler(builder.instructions, builder.tools.specifications(), builder.budget),
            tools,
            builder.limits,
            builder.memory,
            builder.knowledge instanceof Knowledge knowledge ? knowledge : null);
    operation = Operation.composite(name, Codecs.json(Request.class), RecordedOutcome.CODEC, loop);
    steps.registerWith(engine);
    engine.register(operation);
  }

  /// An agent on a model that answers in one piece.
  ///
  /// @param name 1 to 64 of the characters a-z A-Z 0-9 . _ -; part of what is recorded
  public static Builder builder(String name, ChatModel model) {
    return new Builder(name, ModelCall.of(model));
  }

  /// An agent on a model that streams.
  ///
  /// @param name 1 to 64 of the characters a-z A-Z 0-9 . _ -; part of what is recorded
  public static Builder builder(String name, StreamingChatModel model) {
    return new Builder(name, ModelCall.of(model));
  }

  /// Answers the text, as a single question.
  ///
  /// @return the answer
  /// @throws UnansweredException if there is none; it holds the outcome
  public String ask(String text) {
    Outcome outcome = run(Request.of(text));
    return switch (outcome) {
      case Outcome.Answered answered -> answered.text();
      case Outcome.AwaitingApproval waiting -> throw new UnansweredException("awaiting a person at '" + waiting.calls().getFirst().step() + "'", outcome);
      case Outcome.LimitReached reached -> throw new UnansweredException("limit reached: " + reached.message(), outcome);
      case Outcome.Cancelled cancelled -> throw new UnansweredException((cancelled.resumable() ? "interrupted: " : "cancelled: ") + cancelled.reason(), outcome);
      case Outcome.Failed failed -> throw new UnansweredException("failed (%s): %s".formatted(failed.code(), failed.message()), outcome);
    };
  }

  /// Answers the request and waits for the outcome. A request whose id is known gets the recorded outcome, or goes on with its
  /// run.
  ///
  /// @throws dev.catena.run.RunConflictException if the id is known with another text, conversation or subject
  public Outcome run(Request request) {
    return run(request, new Cancellation());
  }

  /// Answers the request, unless it is cancelled, which is the end of its run. An interrupt of this thread only lets the run
  /// stand still: asked for again under its id, it goes on.
  ///
  /// @throws dev.catena.run.RunConflictException if the id is known with another text, conversation or subject
  public Outcome run(Request request, Cancellation cancellation) {
    Request identified = request.identified();
    RunId id = new RunId(name + "/" + identified.id());
    AgentWatch watch = new AgentWatch(id, name, listeners);
    Supplier<RunResult<Outcome>> execution =
        () -> engine.execute(id, definition, operation, identified, cancellation, watch);
    return told(watch, id, inTurn(identified.conversation(), cancellation, execution));
  }

  /// The calls with which a run waits for a person, the shortest time first; empty when it waits for nobody.
  ///
  /// @throws IllegalArgumentException if there is no such run
  /// @throws dev.catena.run.RunConflictException if the run is another agent's
  public List<PendingCall> pending(RunId run) {
    engine.input(run, operation);
    return engine.waiting(run).stream().map(PendingCall::of).toList();
  }

  /// Tells a waiting run what a person decided about one of its calls, and goes on with it, as far as it gets, when it is its
  /// conversation's turn. An interrupt of this thread lets the run stand still; the decision stands.
  ///
  /// @throws IllegalArgumentException if there is no such run, if the call does not wait or no longer, if another call waits
  ///     there, or if new arguments do not fit the tool; nothing is recorded then
  /// @throws dev.catena.run.RunConflictException if the run is another agent's
  public Outcome decide(RunId run, Decision decision) {
    Request request = engine.input(run, operation);
    engine.decide(run, decision.call().step(), RecordedDecision.CODEC.encode(checked(run, decision)));
    return goOn(run, request);
  }

  /// Goes on with a run from where its record ends, when it is its conversation's turn. The step that made a run fail, such as a
  /// call of a model that was not there, is made again; a run that has ended otherwise gives its recorded outcome. An interrupt
  /// of this thread lets the run stand still.
  ///
  /// @throws IllegalArgumentException if there is no such run
  /// @throws dev.catena.run.RunConflictException if the run is another agent's
  public Outcome resume(RunId run) {
    Request request = engine.input(run, operation);
    AgentWatch watch = new AgentWatch(run, name, listeners);
    Cancellation never = new Cancellation();
    return told(watch, run, inTurn(request.conversation(), never, () -> engine.retry(run, operation, never, watch)));
  }

  /// Branches another run off a recorded one, and goes on with it: with this agent's model, instructions and tools, which may be
  /// others than those of the recorded run, under the same name. The recorded run stays as it is, and the turn of the fork is
  /// appended to no conversation. Its outcome has its id, under which it is resumed and replayed like any other run.
  ///
  /// @throws IllegalArgumentException if there is no such run or no such step; the message names those that there are
  /// @throws dev.catena.run.RunConflictException if the run is another agent's, or the fork's id is another run's
  public Outcome fork(RunId run, Fork fork) {
    RunId id = new RunId(name + "/" + fork.id());
    Map<StepKey, String> results = new LinkedHashMap<>();
    fork.results().forEach((step, result) -> results.put(step, AgentSteps.RESULT.encode(result)));
    engine.fork(run, id, operation, fork.step(), results, taken -> rules(run, fork, taken).in(definition));
    AgentWatch watch = new AgentWatch(id, name, listeners);
    return told(watch, id, engine.resume(id, operation, new Cancellation(), watch));
  }

  private static ForkRules rules(RunId run, Fork fork, Set<StepKey> taken) {
    return new ForkRules(run.value(), fork.step().path(), taken.stream().map(StepKey::path).toList(), fork.effects());
  }

  /// Executes the loop against the record of a run: no model and no tool is called, nothing is written, and the listeners are told
  /// the recorded events again. The agent's own listeners are not told.
  ///
  /// @return the recorded outcome, as the loop comes to it again. Of a run that did not end: what it waits for, or
  ///     [Outcome.Cancelled] with `resumable()` true, whose reason names the step that comes next.
  /// @throws IllegalArgumentException if there is no such run
  /// @throws dev.catena.run.RunConflictException if the run is another agent's
  /// @throws dev.catena.run.DivergedException if this agent would not do what is recorded: its instructions, tools or code have
  ///     changed; it names the step
  public Outcome replay(RunId run, AgentListener... watching) {
    AgentWatch watch = new AgentWatch(run, name, List.of(watching));
    return told(watch, run, engine.replay(run, operation, watch));
  }

  /// Goes on with a run that nobody executes, without trying again what has failed; empty if somebody executes it by now.
  Optional<Outcome> takeOver(RunId run) {
    Request request = engine.input(run, operation);
    AgentWatch watch = new AgentWatch(run, name, listeners);
    Cancellation never = new Cancellation();
    Supplier<Optional<RunResult<Outcome>>> execution = () -> engine.takeOver(run, operation, never, watch);
    return inTurn(request.conversation(), never, execution, Optional::of).map(result -> told(watch, run, result));
  }

  private Outcome goOn(RunId run, Request request) {
    AgentWatch watch = new AgentWatch(run, name, listeners);
    Cancellation never = new Cancellation();
    return told(watch, run, inTurn(request.conversation(), never, () -> engine.resume(run, operation, never, watch)));
  }

  /// Cancels a run for good, also one that another process executes: it ends within about a second, or when the tools with an
  /// effect that it waits for are done. [#resume] then says what it had done.
  ///
  /// @param reason for people; the first one stands
  /// @return false if the run had ended otherwise before: nothing has changed
  /// @throws IllegalArgumentException if there is no such run
  /// @throws dev.catena.run.RunConflictException if the run is another agent's
  public boolean cancel(RunId run, String reason) {
    engine.input(run, operation);
    return engine.cancel(run, reason);
  }

  /// The decision, when it is about what waits.
  private RecordedDecision checked(RunId run, Decision decision) {
    PendingCall call = decision.call();
    PendingCall waiting = pending(run).stream()
        .filter(it -> it.step().equals(call.step()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("run '%s' does not wait at '%s'".formatted(run, call.step())));
    if (!waiting.equals(call)) {
      throw new IllegalArgumentException(
          "at '%s' run '%s' waits with %s, not with %s".formatted(call.step(), run, waiting, call));
    }
    return decision.kind() == Decision.Kind.APPROVED_CHANGED
        ? changed(decision)
        : new RecordedDecision(decision.kind(), decision.value(), decision.who(), call.hash());
  }

  private RecordedDecision changed(Decision decision) {
    var wanted = ToolExecutionRequest.builder().name(decision.call().tool()).arguments(decision.value()).build();
    return switch (tools.check(tools.seal(wanted))) {
      case CheckedCall.Refused refused ->
          throw new IllegalArgumentException("the new arguments do not fit: " + refused.why().text());
      case CheckedCall.Ready ready -> {
        String hash = CallHash.of(ready.tool().specification(), ready.arguments());
        yield new RecordedDecision(decision.kind(), ready.arguments(), decision.who(), hash);
      }
    };
  }

  private RunResult<Outcome> inTurn(
      @Nullable ConversationId conversation, Cancellation cancellation, Supplier<RunResult<Outcome>> execution) {
    return inTurn(conversation, cancellation, execution, interrupted -> interrupted);
  }

  /// @param left makes the result of an execution that was not waited for
  private <T> T inTurn(
      @Nullable ConversationId conversation,
      Cancellation cancellation,
      Supplier<T> execution,
      Function<RunResult<Outcome>, T> left) {
    if (conversation == null) {
      return execution.get();
    }
    try {
      Optional<ConversationQueue.Place> entered = queue.enter(conversation, cancellation);
      if (entered.isEmpty()) {
        return execution.get(); // cancelled: nothing begins, and that is recorded
      }
      try (var _ = entered.get()) {
        return execution.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return left.apply(new RunResult.Interrupted<>("the thread that waited for the conversation was interrupted"));
    }
  }

  private static Outcome told(AgentWatch watch, RunId id, RunResult<Outcome> result) {
    Outcome outcome =
        switch (result) {
          case RunResult.Completed<Outcome> completed -> completed.value();
          case RunResult.Failed<Outcome> failed ->
              new Outcome.Failed(id, failed.code(), failed.text(), watch.made(), watch.usage());
          case RunResult.Suspended<Outcome> waiting ->
              new Outcome.AwaitingApproval(
                  id, waiting.waits().stream().map(PendingCall::of).toList(), watch.made(), watch.usage());
          case RunResult.Cancelled<Outcome> cancelled ->
              new Outcome.Cancelled(id, cancelled.reason(), watch.partialText(), watch.made(), watch.usage(), false);
          case RunResult.Interrupted<Outcome> interrupted ->
              new Outcome.Cancelled(id, interrupted.reason(), watch.partialText(), watch.made(), watch.usage(), true);
        };
    watch.finished(outcome);
    return outcome;
  }

  String name() {
    return name;
  }

  Engine engine() {
    return engine;
  }

  /// Closes the engine unless it was given to the builder: runs that are executed stand still where they are, to be resumed by
  /// another agent on the same store, and this waits until they do. The store stays open. An agent on a given engine, or one that
  /// nobody closes, leaves nothing behind.
  @Override
  public void close() {
    if (ownsEngine) {
      engine.close();
    }
  }

  /// Collects what an agent is made of. Each value is checked when it is given. For use by one thread.
  public static final class Builder {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

    private final String name;
    private final ModelCall model;
    private final List<AgentListener> listeners = new ArrayList<>();
    private final List<Approvals.Demand> demands = new ArrayList<>();
    private String instructions = "";
    private Toolbox tools = Toolbox.none();
    private @Nullable ContentRetriever knowledge;
    private @Nullable ReplyPolicy policy;
    private Limits limits = Limits.DEFAULT;
    private Window memory = Window.DEFAULT;
    private PromptBudget budget = PromptBudget.UNLIMITED;
    private @Nullable Store store;
    private @Nullable Engine engine;
    private @Nullable SecretKeys secrets;

    private Builder(String name, ModelCall model) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("an agent's name has 1 to 64 of the characters a-z A-Z 0-9 . _ -: '%s'".formatted(name));
      }
      this.name = name;
      this.model = model;
    }

    /// What the model is told first; never read as a template. Default: nothing.
    public Builder instructions(String text) {
      instructions = Objects.requireNonNull(text, "text");
      return this;
    }

    /// What the model may call: [Tool]s and objects with `@Tool` methods. Default: nothing.
    ///
    /// @throws dev.catena.tool.InvalidToolException if one cannot be offered as it is written
    public Builder tools(Object... toolsOrAnnotatedObjects) {
      tools = Toolbox.of(toolsOrAnnotatedObjects);
      return this;
    }

    /// Calls of these tools need a person's approval, besides what the tools say themselves: a call that several demand approval
    /// for waits the shortest of their times. Default: what the tools say.
    ///
    /// @param which asked once for each tool, when the agent is built
    public Builder approvals(Predicate<Tool> which, Approval approval) {
      demands.add(new Approvals.Demand(Objects.requireNonNull(which, "which"), Objects.requireNonNull(approval, "approval")));
      return this;
    }

    /// Where passages for a question come from; a [Knowledge] also gives citations. Default: nowhere.
    public Builder knowledge(ContentRetriever retriever) {
      knowledge = Objects.requireNonNull(retriever, "retriever");
      return this;
    }

    /// Who decides what kind of reply the model gives first. Default: the model itself.
    public Builder replies(ReplyPolicy chooser) {
      policy = Objects.requireNonNull(chooser, "chooser");
      return this;
    }

    /// How far a run may go. Default: [Limits#DEFAULT].
    public Builder limits(Limits values) {
      limits = Objects.requireNonNull(values, "values");
      return this;
    }

    /// How much of its conversation the model is shown. Default: [Window#DEFAULT].
    public Builder memory(Window window) {
      memory = Objects.requireNonNull(window, "window");
      return this;
    }

    /// How long a prompt may be after instructions and tools. Default: [PromptBudget#UNLIMITED].
    ///
    /// @param maxTokensAfterPrefix at least 1
    /// @param counter pure, and safe for use by many threads
    public Builder promptBudget(int maxTokensAfterPrefix, TokenCountEstimator counter) {
      budget = new PromptBudget(maxTokensAfterPrefix, counter);
      return this;
    }

    /// Where conversations are kept, and runs unless an engine is given. Default: in memory.
    public Builder store(Store place) {
      store = Objects.requireNonNull(place, "place");
      return this;
    }

    /// What executes the runs. Default: an [EmbeddedEngine] on the store. Give an embedded engine and [#store] the same store:
    /// conversations are kept there, and a turn is written in one piece with the end of its run only if both are one.
    public Builder engine(Engine executor) {
      engine = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /// Where the keys for [dev.catena.tool.Secret] arguments come from. Default: nowhere, and no tool may have such.
    public Builder secrets(SecretKeys keys) {
      secrets = Objects.requireNonNull(keys, "keys");
      return this;
    }

    /// Adds somebody who watches.
    public Builder listener(AgentListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /// The agent. Logs the names of tools that do not declare their effect.
    ///
    /// @throws IllegalStateException if a tool has a secret parameter and there are no keys
    /// @throws dev.catena.tool.SecretKeyException if the current key is missing or is none for AES-256
    public Agent build() {
      List<String> undeclared =
          tools.specifications().stream()
              .map(ToolSpecification::name)
              .filter(tool -> tools.find(tool).filter(found -> !found.declared()).isPresent())
              .toList();
      if (!undeclared.isEmpty()) {
        LOG.info("agent '{}': after a crash a person must say what became of calls of {}; add @SideEffect to these tools", name, undeclared);
      }
      return new Agent(this);
    }

    private Toolbox sealedTools() {
      if (secrets != null) {
        return tools.withSecrets(secrets);
      }
      for (ToolSpecification specification : tools.specifications()) {
        tools.find(specification.name()).flatMap(tool -> tool.secrets().stream().sorted().findFirst()).ifPresent(parameter -> {
          throw new IllegalStateException(
              "agent '%s': parameter '%s' of tool '%s' is secret and there are no keys; give them with Agent.Builder.secrets"
                  .formatted(name, parameter, specification.name()));
        });
      }
      return tools;
    }

    private Definition definition() {
      var parts =
          Map.<String, Object>of(
              "instructions", instructions,
              "tools", tools.specifications().stream().map(ToolSpecification::toJson).toList(),
              "model", model.model(),
              "limits", limits,
              "memory", memory,
              "promptTokens", budget.maxTokensAfterPrefix());
      String json = Codecs.json(new TypeReference<Map<String, Object>>() {}).encode(parts);
      return new Definition(name, CanonicalJson.of(json));
    }
  }
}
