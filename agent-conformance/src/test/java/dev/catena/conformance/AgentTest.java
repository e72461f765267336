package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Limit;
import dev.catena.agent.Limits;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Outcome.Cancelled;
import dev.catena.agent.Outcome.Failed;
import dev.catena.agent.Outcome.LimitReached;
import dev.catena.agent.Request;
import dev.catena.agent.ToolCall;
import dev.catena.agent.UnansweredException;
import dev.catena.event.AgentEvent;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.memory.Window;
import dev.catena.run.Cancellation;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Effect;
import dev.catena.run.RunConflictException;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.testkit.ScriptedStreamingModel;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.rag.content.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The agent and its one loop, on the embedded engine.
class AgentTest {
  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore();

  @Test
  void ask_modelAnswers_returnsText() {
    assertThat(Agent.builder("shop", ScriptedModel.of("Blue.")).build().ask("Which colour?")).isEqualTo("Blue.");
  }

  @Test
  void ask_modelFails_throwsWithOutcome() {
    var model = ScriptedModel.of(Reply.failure(new IllegalStateException("quota of key sk-abcdefghijkl is used up")));
    assertThatThrownBy(() -> Agent.builder("shop", model).build().ask("Hello"))
        .isInstanceOfSatisfying(UnansweredException.class, e -> assertThat(e.outcome()).isInstanceOf(Failed.class))
        .hasMessageContaining("quota of key")
        .hasMessageNotContaining("sk-abc");
  }

  @Test
  void run_instructions_areTheSystemMessage() {
    var model = ScriptedModel.of("Hi.");
    Agent.builder("shop", model).instructions("Answer {{briefly}}.").build().ask("Is {{name}} there?");
    assertThat(model.requests().getFirst().messages())
        .containsExactly(SystemMessage.from("Answer {{briefly}}."), UserMessage.from("Is {{name}} there?"));
  }

  @Test
  void run_toolCall_runsItAndAnswers() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.text("It is 5."));
    Outcome outcome = Agent.builder("shop", model).tools(new Sums()).build().run(Request.of("2 + 3?"));
    assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
      assertThat(answered.text()).isEqualTo("It is 5.");
      assertThat(answered.toolCalls()).containsExactly(new ToolCall("add", "{\"a\":2,\"b\":3}", "5", true));
      assertThat(answered.usage().modelCalls()).isEqualTo(2);
    });
    assertThat(resultsIn(model.requests().getLast().messages())).containsExactly("5");
  }

  @Test
  void run_streamingAndBlocking_sameRecordedEventsAndText() {
    Reply[] script = {Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.text("It is 5.")};
    List<AgentEvent> blocking = new ArrayList<>();
    List<AgentEvent> streaming = new ArrayList<>();
    Request request = Request.of("2 + 3?").id("1");
    Outcome one =
        Agent.builder("shop", ScriptedModel.of(script)).tools(new Sums()).listener((run, e) -> blocking.add(e)).build().run(request);
    Outcome other =
        Agent.builder("shop", ScriptedStreamingModel.of(script)).tools(new Sums()).listener((run, e) -> streaming.add(e)).build().run(request);
    assertThat(recorded(streaming)).isEqualTo(recorded(blocking)).hasSize(5);
    assertThat(other).isEqualTo(one);
    assertThat(textOf(streaming)).isEqualTo(textOf(blocking)).isEqualTo("It is 5.");
  }

  @Test
  void run_severalCalls_runAtTheSameTime() {
    var model =
        ScriptedModel.of(Reply.calls(call("meet", "{\"who\":\"a\"}"), call("meet", "{\"who\":\"b\"}")), Reply.text("Met."));
    assertThat(Agent.builder("shop", model).tools(new Meeting(2)).build().ask("Meet!")).isEqualTo("Met.");
    assertThat(resultsIn(model.requests().getLast().messages())).containsExactly("a", "b");
  }

  @Test
  void run_sameCallAgain_isAnsweredFromRecordAndToolsWithheld() {
    var sums = new Sums();
    var model =
        ScriptedModel.of(
            Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.call("add", "{ \"b\": 3, \"a\": 2 }"), Reply.text("It is 5."));
    assertThat(Agent.builder("shop", model).tools(sums).build().ask("2 + 3?")).isEqualTo("It is 5.");
    assertThat(sums.runs).hasValue(1);
    assertThat(model.requests().getLast().toolChoice()).isEqualTo(ToolChoice.NONE);
    assertThat(model.requests().getLast().toolSpecifications()).hasSize(2);
    assertThat(resultsIn(model.requests().getLast().messages())).containsExactly("5", "5");
  }

  @Test
  void run_unknownToolWithText_textIsTheAnswer() {
    var reply = AiMessage.from("Paris.", List.of(call("google", "{}")));
    var agent = Agent.builder("shop", ScriptedModel.of(Reply.message(reply))).tools(new Sums()).build();
    assertThat(agent.ask("Capital of France?")).isEqualTo("Paris.");
  }

  @Test
  void run_onlyUnknownTool_modelIsToldAndAnswers() {
    var model = ScriptedModel.of(Reply.call("google", "{}"), Reply.text("Paris."));
    assertThat(Agent.builder("shop", model).tools(new Sums()).build().ask("Capital of France?")).isEqualTo("Paris.");
    assertThat(resultsIn(model.requests().getLast().messages()).getFirst()).contains("Answer in words");
  }

  @Test
  void run_onlyUnknownToolTwice_fails() {
    var model = ScriptedModel.of(Reply.call("google", "{}"), Reply.call("bing", "{}"));
    assertThat(code(Agent.builder("shop", model).tools(new Sums()).build().run(Request.of("?")))).isEqualTo("empty-reply");
  }

  @Test
  void run_argumentsThatDoNotFit_areRefusedAndShownToTheModel() {
    List<AgentEvent> events = new ArrayList<>();
    var sums = new Sums();
    var model =
        ScriptedModel.of(Reply.call("add", "{\"a\":\"two\"}"), Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.text("It is 5."));
    assertThat(Agent.builder("shop", model).tools(sums).listener((run, e) -> events.add(e)).build().ask("2 + 3?")).isEqualTo("It is 5.");
    assertThat(sums.runs).hasValue(1);
    assertThat(events).hasAtLeastOneElementOfType(AgentEvent.RefusedCall.class);
    assertThat(((ToolExecutionResultMessage) model.requests().get(1).messages().getLast()).isError()).isTrue();
  }

  @Test
  void run_emptyReply_fails() {
    assertThat(code(Agent.builder("shop", ScriptedModel.of(" ")).build().run(Request.of("?")))).isEqualTo("empty-reply");
  }

  @Test
  void run_modelFails_historyIsUntouched() {
    var model = ScriptedModel.of(Reply.failure(new IllegalStateException("busy")), Reply.text("Hi."));
    var agent = Agent.builder("shop", model).build();
    assertThat(code(agent.run(Request.of("One").in("c")))).isEqualTo("model-failed");
    agent.run(Request.of("Two").in("c"));
    assertThat(model.requests().getLast().messages()).containsExactly(UserMessage.from("Two"));
  }

  @Test
  void run_conversation_remembersWholeTurns() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.text("It is 5."), Reply.text("Yes."));
    var agent = Agent.builder("shop", model).tools(new Sums()).build();
    agent.run(Request.of("2 + 3?").in("c"));
    agent.run(Request.of("Sure?").in("c"));
    List<ChatMessage> shown = model.requests().getLast().messages();
    assertThat(shown).hasSize(5).first().isEqualTo(UserMessage.from("2 + 3?"));
    assertThat(shown.get(3)).isEqualTo(AiMessage.from("It is 5."));
  }

  @Test
  void run_window_showsTheLastTurnsOnly() {
    var model = ScriptedModel.of("1", "2", "3");
    var agent = Agent.builder("shop", model).memory(Window.ofTurns(1)).build();
    List.of("a", "b", "c").forEach(text -> agent.run(Request.of(text).in("c")));
    assertThat(model.requests().getLast().messages())
        .containsExactly(UserMessage.from("b"), AiMessage.from("2"), UserMessage.from("c"));
  }

  @Test
  void run_sameId_returnsRecordedOutcome() {
    var model = ScriptedModel.of("Done.");
    var agent = Agent.builder("shop", model).store(store).build();
    Request request = Request.of("Do it").in("c").id("ticket-88");
    assertThat(agent.run(request)).isEqualTo(agent.run(request));
    model.assertFinished();
  }

  @Test
  void run_sources_areInThePromptAndNotInMemory() {
    var content = Content.from(TextSegment.from("Open on Sundays.", dev.langchain4j.data.document.Metadata.from(Map.of("document", "hours.md", "start", 7))));
    var model = ScriptedModel.of("Yes.", "No.");
    var agent = Agent.builder("shop", model).knowledge(query -> List.of(content)).build();
    Outcome outcome = agent.run(Request.of("Open?").in("c"));
    agent.run(Request.of("Really?").in("c"));
    assertThat(((UserMessage) model.requests().getFirst().messages().getFirst()).singleText())
        .isEqualTo("[1] hours.md\nOpen on Sundays.\n\nQuestion: Open?");
    assertThat(model.requests().getLast().messages().getFirst()).isEqualTo(UserMessage.from("Open?"));
    assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.sources()).containsExactly(content));
  }

  @Test
  void run_followUp_retrieverSeesTheHistory() {
    List<Integer> seen = new ArrayList<>();
    var agent =
        Agent.builder("shop", ScriptedModel.of("Yes.", "No."))
            .knowledge(query -> {
              seen.add(query.metadata().chatMemory().size());
              return List.of();
            })
            .build();
    agent.run(Request.of("Open?").in("c"));
    agent.run(Request.of("And on Sundays?").in("c"));
    assertThat(seen).containsExactly(0, 2);
  }

  @Test
  void run_knowledgeFails_fails() {
    var agent = Agent.builder("shop", ScriptedModel.of("Yes.")).knowledge(query -> { throw new IllegalStateException("index closed"); }).build();
    assertThat(code(agent.run(Request.of("Open?")))).isEqualTo("retrieval-failed");
  }

  @Test
  void run_lastRound_withholdsTools() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":1,\"b\":1}"), Reply.text("2"));
    Agent.builder("shop", model).tools(new Sums()).limits(Limits.DEFAULT.withMaxRounds(2)).build().ask("1 + 1?");
    assertThat(model.requests()).extracting(request -> request.toolChoice()).containsExactly(ToolChoice.AUTO, ToolChoice.NONE);
  }

  @Test
  void run_maxRounds_isReachedWithoutAnotherCall() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":1,\"b\":1}"));
    var agent = Agent.builder("shop", model).tools(new Sums()).limits(Limits.DEFAULT.withMaxRounds(1)).build();
    assertThat(limit(agent.run(Request.of("1 + 1?")))).isEqualTo(Limit.ROUNDS);
    model.assertFinished();
  }

  @Test
  void run_maxToolCalls_runsNoneBeyondAndKeepsText() {
    var sums = new Sums();
    var model = ScriptedModel.of(Reply.message(AiMessage.from("Let me see.", List.of(call("add", "{\"a\":1,\"b\":1}")))));
    var agent = Agent.builder("shop", model).tools(sums).limits(Limits.DEFAULT.withMaxToolCalls(0)).build();
    assertThat(agent.run(Request.of("?"))).isInstanceOfSatisfying(LimitReached.class, reached -> {
      assertThat(reached.limit()).isEqualTo(Limit.TOOL_CALLS);
      assertThat(reached.partialText()).isEqualTo("Let me see.");
      assertThat(reached.message()).contains("maxToolCalls = 0");
    });
    assertThat(sums.runs).hasValue(0);
  }

  @Test
  void run_maxTokens_isReached() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":1,\"b\":1}"));
    var agent = Agent.builder("shop", model).tools(new Sums()).limits(Limits.DEFAULT.withMaxTokens(1)).build();
    assertThat(limit(agent.run(Request.of("1 + 1?")))).isEqualTo(Limit.TOKENS);
  }

  @Test
  void run_limitReached_conversationGoesOn() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":1,\"b\":1}"), Reply.text("Hi."));
    var agent = Agent.builder("shop", model).tools(new Sums()).limits(Limits.DEFAULT.withMaxRounds(1)).build();
    agent.run(Request.of("1 + 1?").in("c"));
    agent.run(Request.of("Hello").in("c"));
    assertThat(model.requests().getLast().messages()).hasSize(3).element(1)
        .isInstanceOfSatisfying(AiMessage.class, message -> assertThat(message.text()).contains("maxRounds = 1"));
  }

  @Test
  void run_wallTime_returnsWhatWasStreamed() {
    var model = ScriptedStreamingModel.of(Reply.waitingAfter("Half an ans"));
    var agent = Agent.builder("shop", model).limits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))).build();
    assertThat(agent.run(Request.of("?"))).isInstanceOfSatisfying(LimitReached.class, reached -> {
      assertThat(reached.limit()).isEqualTo(Limit.WALL_TIME);
      assertThat(reached.partialText()).isEqualTo("Half an ans");
    });
  }

  @Test
  void run_wallTimeOfABlockingModel_isReached() {
    var agent = Agent.builder("shop", ScriptedModel.of(Reply.waiting())).limits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))).build();
    assertThat(limit(agent.run(Request.of("?")))).isEqualTo(Limit.WALL_TIME);
  }

  @Test
  void run_wallTimeInAnUndeclaredTool_isReachedAndNobodyIsAsked() {
    var model = ScriptedModel.of(Reply.call("rest", "{}"));
    var agent = Agent.builder("shop", model).tools(new Rest()).limits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))).build();
    assertThat(limit(agent.run(Request.of("?")))).isEqualTo(Limit.WALL_TIME);
  }

  @Test
  void run_cancelledWhileTheModelWrites_keepsPartialTextAndHasEnded() {
    var cancellation = new Cancellation();
    var model = ScriptedStreamingModel.of(Reply.waitingAfter("Half"));
    var agent =
        Agent.builder("shop", model)
            .listener((run, event) -> {
              if (event instanceof AgentEvent.TextDelta) {
                cancellation.cancel("enough");
              }
            })
            .build();
    Request request = Request.of("?").in("c").id("1");
    assertThat(agent.run(request, cancellation)).isInstanceOfSatisfying(Cancelled.class, stopped -> {
      assertThat(stopped.reason()).isEqualTo("enough");
      assertThat(stopped.partialText()).isEqualTo("Half");
      assertThat(stopped.resumable()).isFalse();
    });
    assertThat(agent.run(request))
        .isInstanceOfSatisfying(Cancelled.class, stopped -> assertThat(stopped.reason()).isEqualTo("enough"));
  }

  @Test
  void run_cancelledInATool_isCancelled() {
    var cancellation = new Cancellation();
    var model = ScriptedModel.of(Reply.call("nap", "{}"));
    var agent = Agent.builder("shop", model).tools(new Nap(cancellation)).build();
    assertThat(agent.run(Request.of("?"), cancellation)).isInstanceOf(Cancelled.class);
  }

  @Test
  void run_keyedToolCrashes_runsAgainWithTheSameKey() {
    var bank = new Bank();
    crash(bank, "keyed");
    Outcome outcome = agent(bank, Reply.text("Done.")).run(refund());
    assertThat(outcome).isInstanceOf(Answered.class);
    assertThat(bank.keys).hasSize(2).containsOnly(bank.keys.getFirst());
  }

  @Test
  void run_harmlessToolCrashes_runsAgain() {
    var bank = new Bank();
    crash(bank, "none");
    assertThat(agent(bank, Reply.text("Done.")).run(refund())).isInstanceOf(Answered.class);
    assertThat(bank.keys).hasSize(2);
  }

  @Test
  void run_onceToolCrashes_waitsForAPersonAndNeverRunsAgain() {
    var bank = new Bank();
    crash(bank, "once");
    Agent agent = agent(bank, Reply.text("Done."));
    Outcome waiting = agent.run(refund());
    assertThat(waiting).isInstanceOf(AwaitingApproval.class);
    Outcome after = agent.decide(waiting.runId(), Decision.happened(((AwaitingApproval) waiting).calls().getFirst(), "refunded", "ann"));
    assertThat(after).isInstanceOfSatisfying(Answered.class, answered ->
        assertThat(answered.toolCalls()).containsExactly(new ToolCall("once", "{}", "refunded", true)));
    assertThat(bank.keys).hasSize(1);
  }

  @Test
  void decide_longAfterTheWallTime_theRunGoesOn() {
    var bank = new Bank();
    crash(bank, "once");
    Agent agent = agent(bank, Reply.text("Done."));
    Outcome waiting = agent.run(refund());
    clock.advance(Duration.ofDays(3));
    assertThat(agent.decide(waiting.runId(), Decision.happened(((AwaitingApproval) waiting).calls().getFirst(), "refunded", "ann")))
        .isInstanceOf(Answered.class);
  }

  @Test
  void run_deadForLongerThanTheWallTime_goesOn() {
    var bank = new Bank();
    crash(bank, "keyed");
    clock.advance(Duration.ofDays(3));
    assertThat(agent(bank, Reply.text("Done.")).run(refund())).isInstanceOf(Answered.class);
    assertThat(bank.keys).hasSize(2).containsOnly(bank.keys.getFirst());
  }

  @Test
  void decide_runOfAnotherAgent_isRefusedAndNothingIsDecided() {
    var bank = new Bank();
    crash(bank, "once");
    Agent agent = agent(bank, Reply.text("Done."));
    Outcome waiting = agent.run(refund());
    Decision decision = Decision.happened(((AwaitingApproval) waiting).calls().getFirst(), "refunded", "ann");
    Agent stranger =
        Agent.builder("other", ScriptedModel.of("Hi.")).store(store).engine(EmbeddedEngine.on(store, clock)).build();
    assertThatThrownBy(() -> stranger.decide(waiting.runId(), decision)).isInstanceOf(RunConflictException.class);
    assertThat(agent.decide(waiting.runId(), decision)).isInstanceOf(Answered.class);
  }

  @Test
  void decide_anotherRunOfTheConversationIsAtWork_waitsForItsTurn() throws Exception {
    var bank = new Bank();
    crash(bank, "once");
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var model = ScriptedModel.from(request -> {
      if (request.messages().getLast().equals(UserMessage.from("Another?"))) {
        inside.countDown();
        await(go);
      }
      return Reply.text("Done.");
    });
    Agent agent = Agent.builder("shop", model).tools(bank).store(store).build();
    var waiting = (AwaitingApproval) agent.run(refund());
    var other = CompletableFuture.supplyAsync(() -> agent.run(Request.of("Another?").in("c")), Thread::startVirtualThread);
    inside.await();

    Thread.currentThread().interrupt(); // whoever must wait gives up at once
    Outcome impatient = agent.decide(waiting.runId(), Decision.happened(waiting.calls().getFirst(), "refunded", "ann"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(impatient)
        .isInstanceOfSatisfying(Cancelled.class, stopped -> {
          assertThat(stopped.reason()).contains("waited for the conversation");
          assertThat(stopped.resumable()).isTrue();
        });
    go.countDown();
    assertThat(other.get()).isInstanceOf(Answered.class);
    assertThat(agent.run(refund())).isInstanceOf(Answered.class);
  }

  @Test
  void run_questionOverTheBudget_failsNamingBoth() {
    var agent = Agent.builder("shop", ScriptedModel.of("Yes.")).promptBudget(3, new WordCount()).build();
    assertThat(agent.run(Request.of("one two three four"))).isInstanceOfSatisfying(Failed.class, failed -> {
      assertThat(failed.code()).isEqualTo("prompt-budget");
      assertThat(failed.message()).contains("4 tokens", "may have 3");
    });
  }

  @Test
  void run_listenerThrows_runIsUnharmed() {
    var agent = Agent.builder("shop", ScriptedModel.of("Yes.")).listener((run, event) -> { throw new IllegalStateException("mine"); }).build();
    assertThat(agent.ask("?")).isEqualTo("Yes.");
  }

  private void crash(Bank bank, String tool) {
    bank.crashing = true;
    Agent agent = agent(bank, Reply.call(tool, "{}"));
    assertThatThrownBy(() -> agent.run(refund())).isInstanceOf(InternalError.class);
    bank.crashing = false;
  }

  /// On an engine of its own: what a new process would have.
  private Agent agent(Bank bank, Reply reply) {
    return Agent.builder("shop", ScriptedModel.of(reply)).tools(bank).store(store).engine(EmbeddedEngine.on(store, clock)).build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Request refund() {
    return Request.of("Refund it").in("c").id("ticket-88");
  }

  private static String code(Outcome outcome) {
    return outcome instanceof Failed failed ? failed.code() : outcome.toString();
  }

  private static Limit limit(Outcome outcome) {
    assertThat(outcome).isInstanceOf(LimitReached.class);
    return ((LimitReached) outcome).limit();
  }

  private static ToolExecutionRequest call(String name, String arguments) {
    return ToolExecutionRequest.builder().name(name).arguments(arguments).build();
  }

  private static List<String> resultsIn(List<ChatMessage> messages) {
    return messages.stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  private static List<AgentEvent> recorded(List<AgentEvent> events) {
    return events.stream().filter(AgentEvent.Recorded.class::isInstance).toList();
  }

  private static String textOf(List<AgentEvent> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event instanceof AgentEvent.TextDelta delta ? delta.text() : ""));
    return text.toString();
  }

  /// Adds, and counts how often.
  static final class Sums {
    final AtomicInteger runs = new AtomicInteger();

    @Tool("Adds two numbers")
    @SideEffect(Effect.NONE)
    int add(@P("one") int a, @P("other") int b) {
      runs.incrementAndGet();
      return a + b;
    }

    @Tool("The time")
    @SideEffect(Effect.NONE)
    String clock() {
      return "noon";
    }
  }

  /// Lets nobody go before all are there.
  static final class Meeting {
    private final CyclicBarrier barrier;

    Meeting(int guests) {
      barrier = new CyclicBarrier(guests);
    }

    @Tool("Meets somebody")
    String meet(@P("who") String who) throws Exception {
      barrier.await();
      return who;
    }
  }

  /// Sleeps until it is told to stop.
  record Nap(Cancellation cancellation) {
    @Tool("Sleeps")
    @SideEffect(Effect.NONE)
    String nap() throws InterruptedException {
      cancellation.cancel("wake up");
      new CountDownLatch(1).await();
      return "slept";
    }
  }

  /// Sleeps, and does not say what that does to the world.
  static final class Rest {
    @Tool("Sleeps")
    String rest() throws InterruptedException {
      new CountDownLatch(1).await();
      return "slept";
    }
  }

  /// Dies in the middle of its work, as a process would.
  static final class Bank {
    final List<String> keys = new ArrayList<>();
    boolean crashing;

    @Tool("Refunds")
    @SideEffect(Effect.KEYED)
    String keyed(ToolContext call) {
      return pay(call);
    }

    @Tool("Refunds")
    @SideEffect(Effect.NONE)
    String none(ToolContext call) {
      return pay(call);
    }

    @Tool("Refunds")
    @SideEffect(Effect.ONCE)
    String once(ToolContext call) {
      return pay(call);
    }

    private String pay(ToolContext call) {
      keys.add(call.idempotencyKey());
      if (crashing) {
        throw new InternalError("the process died");
      }
      return "refunded";
    }
  }
}
