package dev.catena.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.catena.memory.ConversationId;
import dev.catena.memory.Conversations;
import dev.catena.memory.History;
import dev.catena.memory.Turn;
import dev.catena.memory.Window;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.Effect;
import dev.catena.run.Engine;
import dev.catena.run.None;
import dev.catena.run.Operation;
import dev.catena.run.StepContext;
import dev.catena.run.StepFailedException;
import dev.catena.tool.Reconciliation;
import dev.catena.tool.Tool;
import dev.catena.tool.ToolResult;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an agent does that must not happen twice: its operations, named after it.
///
/// @param history reads the last turns of a conversation
/// @param retrieve finds passages; null when nobody does
/// @param choose asks the policy; null when there is none
/// @param model asks the model
/// @param tools runs a tool, by the tool's name
/// @param approvals which tools may need approval
/// @param rule says which calls of a reply need approval
/// @param check says whether a decision still counts
/// @param reconcile asks a tool what became of a call, by the tool's name
/// @param refuse answers a call without running anything: its input is the answer
/// @param remember adds the turn to its conversation
record AgentSteps(
    Operation<HistoryQuery, History> history,
    @Nullable Operation<RetrievalQuery, List<Content>> retrieve,
    @Nullable Operation<ChoiceStep.Question, ReplyChoice> choose,
    Operation<ModelRequest, ModelReply> model,
    Map<String, Operation<String, ToolResult>> tools,
    Approvals approvals,
    Operation<Approvals.Question, List<Approvals.Ruling>> rule,
    Operation<DecisionCheck.Question, DecisionCheck.Finding> check,
    Map<String, Operation<String, Reconciliation>> reconcile,
    Operation<String, ToolResult> refuse,
    Operation<Remembrance, None> remember) {
  static final String RETRIEVAL_FAILED = "retrieval-failed";
  static final String RETRIEVE = "/retrieve";
  static final String CHOOSE = "/choose";
  static final String MODEL = "/model";
  static final String TOOL = "/tool/";
  static final String REFUSE = "/refuse";

  private static final Codec<List<Approvals.Ruling>> RULINGS = Codecs.json(new TypeReference<List<Approvals.Ruling>>() {});
  private static final Codec<List<Content>> PASSAGES =
      new SplitCodec<>(
          Codecs.none(),
          passages -> new SplitCodec.Parts<>(new None(), passages.stream().map(RecordedPassage.CODEC::encode).toList()),
          parts -> parts.texts().stream().map(RecordedPassage.CODEC::decode).toList());
  static final Codec<ToolResult> RESULT =
      new MappedCodec<>(Codecs.json(ResultText.class), ResultText::of, ResultText::result);
  /// The operations of the agent with this name.
  static AgentSteps of(
      String agent,
      ModelCall model,
      @Nullable ReplyPolicy policy,
      Toolbox toolbox,
      List<Approvals.Demand> demands,
      @Nullable ContentRetriever retriever,
      Conversations conversations) {
    List<ToolSpecification> specifications = toolbox.specifications();
    Map<String, Operation<String, ToolResult>> tools = new LinkedHashMap<>();
    Map<String, Operation<String, Reconciliation>> reconcile = new LinkedHashMap<>();
    Approvals approvals = Approvals.of(toolbox, demands);
    for (ToolSpecification specification : specifications) {
      Tool tool = toolbox.find(specification.name()).orElseThrow();
      tools.put(specification.name(), toolOperation(agent, tool));
      reconcile.put(specification.name(), reconcileOperation(agent, tool));
    }
    return new AgentSteps(
        historyOperation(agent, conversations),
        retriever == null ? null : retrieveOperation(agent, retriever),
        policy == null ? null : chooseOperation(agent, new ChoiceStep(policy, specifications)),
        Operation.leaf(
            agent + MODEL, Effect.NONE, ModelRequest.CODEC, ModelReply.CODEC, new ModelStep(model, specifications, toolbox)),
        tools,
        approvals,
        Operation.leaf(
            agent + "/approvals", Effect.NONE, Codecs.json(Approvals.Question.class), RULINGS, approvals),
        Operation.leaf(
            agent + "/check",
            Effect.NONE,
            Codecs.json(DecisionCheck.Question.class),
            Codecs.json(DecisionCheck.Finding.class),
            new DecisionCheck(toolbox)),
        reconcile,
        Operation.leaf(agent + REFUSE, Effect.NONE, Codecs.text(), RESULT, (answer, step) -> RESULT.decode(answer)),
        Operation.write(
            agent + "/remember",
            Remembrance.CODEC,
            conversations.store(),
            it -> conversations.note(it.conversation(), it.from(), it.turn())));
  }

  /// Only the size of the conversation is recorded: it says which turns were read.
  private static Operation<HistoryQuery, History> historyOperation(String agent, Conversations conversations) {
    Codec<History> codec =
        new MappedCodec<>(
            Codecs.json(HistoryText.class),
            history -> new HistoryText(history.conversation(), history.size(), history.window()),
            text -> conversations.lastAt(text.conversation(), text.size(), text.window()));
    return Operation.leaf(
        agent + "/history",
        Effect.NONE,
        Codecs.json(HistoryQuery.class),
        codec,
        (query, step) -> conversations.last(query.conversation(), query.window()));
  }

  void registerWith(Engine engine) {
    engine.register(history);
    if (retrieve != null) {
      engine.register(retrieve);
    }
    if (choose != null) {
      engine.register(choose);
    }
    engine.register(model);
    tools.values().forEach(engine::register);
    engine.register(rule);
    engine.register(check);
    reconcile.values().forEach(engine::register);
    engine.register(refuse);
    engine.register(remember);
  }

  private static Operation<RetrievalQuery, List<Content>> retrieveOperation(String agent, ContentRetriever retriever) {
    return Operation.leaf(
        agent + RETRIEVE,
        Effect.NONE,
        RetrievalQuery.CODEC,
        PASSAGES,
        (query, step) -> retrieve(retriever, query));
  }

  private static Operation<ChoiceStep.Question, ReplyChoice> chooseOperation(String agent, ChoiceStep step) {
    return Operation.leaf(
        agent + CHOOSE, Effect.NONE, ChoiceStep.Question.CODEC, Codecs.json(ReplyChoice.class), step);
  }

  private static Operation<String, ToolResult> toolOperation(String agent, Tool tool) {
    String name = agent + TOOL + tool.specification().name();
    return Operation.leaf(
        name, tool.effect(), new ToolArguments(tool), RESULT, (arguments, step) -> run(tool, arguments, step));
  }

  private static Operation<String, Reconciliation> reconcileOperation(String agent, Tool tool) {
    String name = agent + "/reconcile/" + tool.specification().name();
    return Operation.leaf(name, Effect.NONE, new ToolArguments(tool), ReconcileStep.CODEC, new ReconcileStep(tool));
  }

  /// An undeclared tool counts as one with an effect after a crash only: interrupted, it has failed, and nobody is asked.
  private static ToolResult run(Tool tool, String arguments, StepContext step) throws InterruptedException {
    try {
      return tool.run(arguments, new StepToolContext(step));
    } catch (InterruptedException e) {
      if (tool.declared() || step.cancelled()) {
        throw e;
      }
      String text = "tool '%s' was interrupted before it gave an answer".formatted(tool.specification().name());
      throw new StepFailedException(ToolResult.FAILED, text, false);
    }
  }

  private static List<Content> retrieve(ContentRetriever retriever, RetrievalQuery query) throws InterruptedException {
    Metadata metadata = Metadata.from(UserMessage.from(query.text()), query.conversation(), query.history());
    try {
      return List.copyOf(retriever.retrieve(Query.from(query.text(), metadata)));
    } catch (RuntimeException e) {
      RuntimeException failure = Interrupts.unwrap(e);
      String text = "knowledge '%s' failed: %s".formatted(retriever.getClass().getSimpleName(), failure.getMessage());
      throw new StepFailedException(RETRIEVAL_FAILED, text, false);
    }
  }

  /// Which turns to read.
  record HistoryQuery(ConversationId conversation, Window window) {}

  private record HistoryText(ConversationId conversation, long size, Window window) {}

  /// A turn and where it belongs.
  ///
  /// @param from how many entries the conversation had when the run began
  record Remembrance(ConversationId conversation, long from, Turn turn) {
    static final Codec<Remembrance> CODEC =
        new MappedCodec<>(
            Codecs.json(Text.class),
            it -> new Text(it.conversation(), it.from(), it.turn().id(), ChatMessageSerializer.messagesToJson(it.turn().messages())),
            text -> new Remembrance(text.conversation(), text.from(), text.turn()));

    private record Text(ConversationId conversation, long from, String id, String messagesJson) {
      Turn turn() {
        return new Turn(id, ChatMessageDeserializer.messagesFromJson(messagesJson));
      }
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record ResultText(@Nullable String code, String text) {
    static ResultText of(ToolResult result) {
      return switch (result) {
        case ToolResult.Success success -> new ResultText(null, success.text());
        case ToolResult.Failure failure -> new ResultText(failure.code(), failure.text());
      };
    }

    ToolResult result() {
      return code == null ? new ToolResult.Success(text) : new ToolResult.Failure(code, text);
    }
  }
}
