package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.Failed;
import dev.catena.agent.ReplyChoice;
import dev.catena.agent.ReplyPolicy;
import dev.catena.agent.Request;
import dev.catena.event.AgentEvent;
import dev.catena.event.Usage;
import dev.catena.journal.MemoryStore;
import dev.catena.run.Effect;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.rag.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReplyPolicyTest {
  private static final Usage COST = new Usage(30, 0, 20, 1);

  private final List<AgentEvent> events = new ArrayList<>();

  @Test
  void said_modelIsNotAsked_textIsTheAnswerAndShown() {
    var model = ScriptedModel.of(new Reply[0]);
    Outcome outcome = agent(model, always(ReplyChoice.said("The documents do not say.", "stated 0.1", COST))).run(Request.of("Who?"));
    assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
      assertThat(answered.text()).isEqualTo("The documents do not say.");
      assertThat(answered.citations()).isEmpty();
      assertThat(answered.usage()).isEqualTo(COST);
    });
    assertThat(events)
        .filteredOn(AgentEvent.TextDelta.class::isInstance)
        .extracting(event -> ((AgentEvent.TextDelta) event).text())
        .containsExactly("The documents do not say.");
  }

  @Test
  void call_mustCallFirst_andAnswerInWordsThen() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.text("5"));
    agent(model, always(ReplyChoice.call("sum 0.9", COST))).ask("2 + 3?");
    assertThat(model.requests()).extracting(request -> request.toolChoice()).containsExactly(ToolChoice.REQUIRED, ToolChoice.NONE);
    assertThat(model.requests().getFirst().messages()).containsExactly(UserMessage.from("2 + 3?"));
  }

  @Test
  void call_fails_mayBeTriedAgain() {
    var model = ScriptedModel.of(Reply.call("add", "{\"a\":2}"), Reply.call("add", "{\"a\":2,\"b\":3}"), Reply.text("5"));
    agent(model, always(ReplyChoice.call("sum 0.9", COST))).ask("2 + 3?");
    assertThat(model.requests())
        .extracting(request -> request.toolChoice())
        .containsExactly(ToolChoice.REQUIRED, ToolChoice.AUTO, ToolChoice.NONE);
  }

  @Test
  void words_toolsAreWithheld() {
    var model = ScriptedModel.of("Red.");
    agent(model, always(ReplyChoice.words("stated 0.9", COST))).ask("Which colour?");
    assertThat(model.requests()).extracting(request -> request.toolChoice()).containsExactly(ToolChoice.NONE);
  }

  @Test
  void free_modelIsAskedAsEver() {
    var model = ScriptedModel.of("Red.");
    agent(model, always(ReplyChoice.free("", COST))).ask("Which colour?");
    assertThat(model.requests()).extracting(request -> request.toolChoice()).containsExactly(ToolChoice.AUTO);
  }

  @Test
  void choose_getsWhatTheModelWouldGet() {
    var model = ScriptedModel.of("Red.");
    var seen = new ArrayList<Object>();
    ReplyPolicy policy =
        (request, question, passages) -> {
          seen.addAll(List.of(request.messages(), question, passages));
          return ReplyChoice.free("", COST);
        };
    agent(model, policy).ask("Which colour?");
    assertThat(seen).containsExactly(model.requests().getFirst().messages(), "Which colour?", 1);
  }

  @Test
  void choice_ofAKnownRun_isNotMadeAgainAndToldAgain() {
    var asked = new AtomicInteger();
    ReplyPolicy policy =
        (request, question, passages) -> {
          asked.incrementAndGet();
          return ReplyChoice.words("stated 0.9", COST);
        };
    var agent = agent(ScriptedModel.of("Red."), policy);
    Outcome first = agent.run(Request.of("Which colour?").id("1"));
    assertThat(agent.run(Request.of("Which colour?").id("1"))).isEqualTo(first);
    assertThat(asked).hasValue(1);
    assertThat(events).filteredOn(AgentEvent.Chose.class::isInstance).first().isInstanceOfSatisfying(
        AgentEvent.Chose.class,
        chose -> {
          assertThat(chose.kind()).isEqualTo("words");
          assertThat(chose.reason()).isEqualTo("stated 0.9");
        });
  }

  @Test
  void choose_fails_runFailsAndSaysWhy() {
    ReplyPolicy policy =
        (request, question, passages) -> {
          throw new IllegalStateException("no logits");
        };
    assertThat(agent(ScriptedModel.of("Red."), policy).run(Request.of("Which colour?")))
        .isInstanceOfSatisfying(Failed.class, failed -> {
          assertThat(failed.code()).isEqualTo("model-failed");
          assertThat(failed.message()).contains("the reply policy failed: no logits");
        });
  }

  private static ReplyPolicy always(ReplyChoice choice) {
    return (request, question, passages) -> choice;
  }

  private Agent agent(ScriptedModel model, ReplyPolicy policy) {
    return Agent.builder("shop", model)
        .tools(new Sums())
        .knowledge(query -> List.of(Content.from(TextSegment.from("The door is red."))))
        .replies(policy)
        .store(new MemoryStore())
        .listener((run, event) -> events.add(event))
        .build();
  }

  static final class Sums {
    @Tool("Adds two numbers")
    @SideEffect(Effect.NONE)
    public int add(@P("first") int a, @P("second") int b) {
      return a + b;
    }
  }
}
