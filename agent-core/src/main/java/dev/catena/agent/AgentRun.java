package dev.catena.agent;

import dev.catena.agent.AgentSteps.HistoryQuery;
import dev.catena.agent.AgentSteps.Remembrance;
import dev.catena.agent.ToolCalls.Planned;
import dev.catena.event.Usage;
import dev.catena.knowledge.Citation;
import dev.catena.knowledge.Knowledge;
import dev.catena.memory.ConversationId;
import dev.catena.memory.History;
import dev.catena.memory.Turn;
import dev.catena.prompt.Assembly;
import dev.catena.prompt.CountedTurn;
import dev.catena.prompt.Prompt;
import dev.catena.run.Call;
import dev.catena.run.Operation;
import dev.catena.run.Run;
import dev.catena.run.StepFailedException;
import dev.catena.run.StepKey;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.rag.content.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One execution of the loop, from the top: history, passages, then round after round until there is an outcome. Confined to
/// the thread of its run; whatever touches the world is a step.
final class AgentRun {
  private static final String DEADLINE = "deadline";

  private final AgentLoop loop;
  private final Request request;
  private final Run run;
  private final ToolCalls calls;
  private final List<ChatMessage> exchanges = new ArrayList<>();
  private @Nullable History history;
  private Usage usage = Usage.NONE;
  private String lastText = "";
  private boolean toolsWithheld;

  /// How the first round goes; after a call that was wanted, words are.
  private ToolChoice opening = ToolChoice.AUTO;

  private boolean toldToUseWords;

  AgentRun(AgentLoop loop, Request request, Run run) {
    this.loop = loop;
    this.request = request;
    this.run = run;
    this.calls = new ToolCalls(loop.steps(), loop.tools(), run, loop.limits().wallTime());
  }

  Outcome outcome() {
    try {
      history = readHistory();
      List<CountedTurn> turns =
          history == null ? List.of() : history.turns().stream().map(turn -> loop.assembler().count(turn.messages())).toList();
      List<Content> passages = passages();
      Optional<Outcome> end = choose(turns, passages);
      List<Content> shown = opening == ToolChoice.REQUIRED ? List.of() : passages;
      for (int round = 1; end.isEmpty(); round++) {
        end = round(round, turns, shown);
      }
      return end.get();
    } catch (StepFailedException e) {
      return e.code().equals(DEADLINE) ? limitReached(Limit.WALL_TIME) : failed(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private @Nullable History readHistory() {
    ConversationId conversation = request.conversation();
    return conversation == null
        ? null
        : step(Keys.HISTORY, loop.steps().history(), new HistoryQuery(conversation, loop.window()));
  }

  private List<Content> passages() {
    Operation<RetrievalQuery, List<Content>> retrieve = loop.steps().retrieve();
    return retrieve == null ? List.of() : step(Keys.RETRIEVE, retrieve, RetrievalQuery.of(request.text(), history));
  }

  /// Asks the policy, where there is one, what kind of reply is wanted.
  ///
  /// @return the end of the run; empty when the model is to be asked
  private Optional<Outcome> choose(List<CountedTurn> turns, List<Content> passages) {
    Operation<ChoiceStep.Question, ReplyChoice> choose = loop.steps().choose();
    if (choose == null) {
      return Optional.empty();
    }
    return switch (loop.assembler().assemble(turns, passages, request.text(), exchanges)) {
      case Assembly.TooLong tooLong -> Optional.of(tooLong(tooLong));
      case Prompt prompt -> {
        var asked = ModelRequest.of(prompt, history, names().isEmpty() ? ToolChoice.NONE : ToolChoice.AUTO);
        ReplyChoice choice =
            step(Keys.CHOOSE, choose, new ChoiceStep.Question(asked, request.text(), prompt.shown().size()));
        usage = usage.plus(choice.usage());
        opening = choice.kind().tools();
        yield choice.kind() == ReplyChoice.Kind.SAID
            ? Optional.of(answered(AiMessage.from(choice.text()), List.of(), prompt))
            : Optional.empty();
      }
    };
  }

  /// Asks the model once, and does what it says.
  ///
  /// @return the end of the run; empty to go on
  private Optional<Outcome> round(int round, List<CountedTurn> turns, List<Content> passages) {
    return switch (loop.assembler().assemble(turns, passages, request.text(), exchanges)) {
      case Assembly.TooLong tooLong -> Optional.of(tooLong(tooLong));
      case Prompt prompt -> {
        ToolChoice choice = toolChoice(round);
        ModelReply reply =
            step(Keys.model(round), loop.steps().model(), ModelRequest.of(prompt, history, choice));
        yield follow(round, prompt, reply, choice == ToolChoice.NONE ? Set.of() : names());
      }
    };
  }

  private ToolChoice toolChoice(int round) {
    boolean last = round == loop.limits().maxRounds();
    if (last || toolsWithheld || names().isEmpty()) {
      return ToolChoice.NONE;
    }
    return round == 1 ? opening : ToolChoice.AUTO;
  }

  private Optional<Outcome> follow(int round, Prompt prompt, ModelReply reply, Set<String> offered) {
    usage = usage.plus(reply.usage());
    String text = Verdict.textOf(reply.message());
    lastText = text.isBlank() ? lastText : text;
    return switch (Verdict.of(reply, offered)) {
      case Verdict.Answer answer -> Optional.of(answered(answer.message(), prompt));
      case Verdict.Act act -> act(round, act);
      case Verdict.Invented invented -> askForWords(round, invented);
      case Verdict.Nothing nothing -> Optional.of(emptyReply(reply, "nothing"));
      case Verdict.Interrupted interrupted -> Optional.of(limitReached(Limit.WALL_TIME));
    };
  }

  private Optional<Outcome> act(int round, Verdict.Act act) {
    List<Planned> plan = calls.plan(round, act.calls());
    if (usage.totalTokens() >= loop.limits().maxTokens()) {
      return Optional.of(limitReached(Limit.TOKENS));
    }
    if (calls.made().size() + calls.toRun(plan) > loop.limits().maxToolCalls()) {
      return Optional.of(limitReached(Limit.TOOL_CALLS));
    }
    toolsWithheld = calls.repeats(plan);
    List<ToolResult> results = calls.make(plan);
    toolsWithheld |= opening == ToolChoice.REQUIRED && results.stream().allMatch(ToolResult.Success.class::isInstance);
    exchange(act.message(), act.calls(), results);
    return Optional.empty();
  }

  /// Tells the model once that it must answer in words; a needless call never ends a turn.
  private Optional<Outcome> askForWords(int round, Verdict.Invented invented) {
    if (round == loop.limits().maxRounds()) {
      return Optional.of(limitReached(Limit.ROUNDS));
    }
    if (usage.totalTokens() >= loop.limits().maxTokens()) {
      return Optional.of(limitReached(Limit.TOKENS));
    }
    if (toldToUseWords) {
      return Optional.of(failed("empty-reply", "the model gave no words, only calls of tools that it was not offered"));
    }
    toldToUseWords = true;
    toolsWithheld = true;
    exchange(
        invented.message(),
        invented.calls(),
        calls.refuse(round, invented.calls(), "There is no such tool. Answer in words."));
    return Optional.empty();
  }

  private void exchange(AiMessage message, List<ToolExecutionRequest> requests, List<ToolResult> results) {
    exchanges.add(message);
    for (int i = 0; i < requests.size(); i++) {
      ToolExecutionRequest call = requests.get(i);
      ToolResult result = results.get(i);
      exchanges.add(
          ToolExecutionResultMessage.builder()
              .id(call.id())
              .toolName(call.name())
              .text(result.text())
              .isError(result instanceof ToolResult.Failure)
              .build());
    }
  }

  private Outcome answered(AiMessage message, Prompt prompt) {
    Knowledge knowledge = loop.knowledge();
    String text = Verdict.textOf(message);
    return answered(message, knowledge == null ? List.of() : knowledge.cite(text, prompt.shown()), prompt);
  }

  private Outcome answered(AiMessage message, List<Citation> citations, Prompt prompt) {
    String text = Verdict.textOf(message);
    remember(message);
    return new Outcome.Answered(run.id(), text, citations, prompt.shown(), prompt.ledger(), calls.made(), usage);
  }

  private Outcome limitReached(Limit limit) {
    var reached =
        new Outcome.LimitReached(
            run.id(), limit, loop.limits().valueOf(limit), lastText, calls.made(), usage);
    remember(AiMessage.from(lastText.isBlank() ? "(No answer: %s)".formatted(reached.message()) : lastText));
    return reached;
  }

  private Outcome tooLong(Assembly.TooLong tooLong) {
    return failed(
        "prompt-budget",
        "the question has %d tokens but the prompt may have %d after its prefix; shorten it or raise Agent.Builder.promptBudget"
            .formatted(tooLong.questionTokens(), tooLong.maxTokensAfterPrefix()));
  }

  private Outcome emptyReply(ModelReply reply, String what) {
    String reason = reply.finishReason() == null ? "" : ", finish reason " + reply.finishReason();
    return failed("empty-reply", "model '%s' replied %s%s".formatted(reply.model(), what, reason));
  }

  private Outcome failed(String code, String message) {
    return new Outcome.Failed(run.id(), code, message, calls.made(), usage);
  }

  private void remember(AiMessage answer) {
    if (history == null || ForkRules.of(run.definition()).isPresent()) {
      return; // what happens in a fork is no part of the conversation
    }
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(UserMessage.from(request.text()));
    messages.addAll(exchanges);
    messages.add(answer);
    Remembrance turn = new Remembrance(history.conversation(), history.size(), new Turn(run.id().value(), messages));
    run.call(Keys.REMEMBER, loop.steps().remember(), turn);
  }

  private Set<String> names() {
    return loop.tools().specifications().stream().map(ToolSpecification::name).collect(Collectors.toSet());
  }

  private <I, O> O step(StepKey key, Operation<I, O> operation, I input) {
    Instant deadline = run.movingSince().plus(loop.limits().wallTime());
    return run.callAll(List.of(Call.of(key, operation, input).until(deadline)), 1).getFirst().orThrow();
  }
}
