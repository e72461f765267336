package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Forgetting;
import dev.catena.agent.Forgotten;
import dev.catena.agent.Forgotten.Reason;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.memory.ConversationId;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.RunId;
import dev.catena.tool.NeedsApproval;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What it means that a store forgets: to be extended by the test of a [Store].
public abstract class ForgettingContract {
  private final MovableClock clock = new MovableClock();
  private Store store;
  private Agent agent;

  /// A new, empty store.
  protected abstract Store store(InstantSource time);

  @BeforeEach
  void open() {
    store = store(clock);
    agent = Agent.builder("shop", new Polite()).tools(new Desk()).store(store).engine(EmbeddedEngine.on(store, clock)).build();
  }

  @Test
  void conversation_withRuns_removesThoseAndNoOthers() {
    ask("Hello", "c", "1", null);
    ask("Hello again", "c", "2", null);
    ask("Hello", "d", "3", null);

    Forgotten gone = Forgetting.of(store).conversation(new ConversationId("c"));
    assertThat(gone).isEqualTo(new Forgotten(List.of(run("1"), run("2")), List.of(new ConversationId("c")), List.of()));
    assertThat(gone.complete()).isTrue();
    assertThat(streams()).containsExactlyInAnyOrder("conversation/d", "run/shop/3");
  }

  @Test
  void conversation_again_findsNothing() {
    ask("Hello", "c", "1", null);
    Forgetting.of(store).conversation(new ConversationId("c"));
    assertThat(Forgetting.of(store).conversation(new ConversationId("c"))).isEqualTo(new Forgotten(List.of(), List.of(), List.of()));
  }

  @Test
  void conversation_whoseTurnsAreGoneAlready_removesTheRuns() {
    ask("Hello", "c", "1", null);
    store.delete("conversation/c");
    assertThat(Forgetting.of(store).conversation(new ConversationId("c")).runs()).containsExactly(run("1"));
  }

  @Test
  void conversation_runWaits_staysWithItsTurnsUnlessTold() {
    ask("Hello", "c", "1", null);
    assertThat(ask("Please call", "c", "2", null)).isInstanceOf(Outcome.AwaitingApproval.class);

    Forgotten some = Forgetting.of(store).conversation(new ConversationId("c"));
    assertThat(some.kept()).containsExactly(new Forgotten.Kept(run("2"), Reason.NOT_ENDED));
    assertThat(some.complete()).isFalse();
    assertThat(streams()).containsExactlyInAnyOrder("conversation/c", "run/shop/2");

    Forgotten all = Forgetting.of(store).alsoUnended().conversation(new ConversationId("c"));
    assertThat(all.runs()).containsExactly(run("2"));
    assertThat(streams()).isEmpty();
    assertThat(store.unheld("", null, 10)).isEmpty();
  }

  @Test
  void conversation_runIsExecuted_staysAlways() {
    ask("Please call", "c", "1", null);
    Lease executed = store.lease("run/shop/1", "somebody", Duration.ofMinutes(1)).orElseThrow();

    Forgotten kept = Forgetting.of(store).alsoUnended().conversation(new ConversationId("c"));
    assertThat(kept.kept()).containsExactly(new Forgotten.Kept(run("1"), Reason.EXECUTED));
    assertThat(streams()).containsExactly("run/shop/1");
    store.release(executed);
  }

  @Test
  void subject_inSeveralConversations_removesThemWhole() {
    ask("Hello", "c", "1", "customer-7");
    ask("Hello", "c", "2", "customer-8");
    ask("Hello", "d", "3", "customer-8");
    ask("Hello", null, "4", "customer-7");

    Forgotten gone = Forgetting.of(store).subject("customer-7");
    assertThat(gone.runs()).containsExactly(run("2"), run("1"), run("4"));
    assertThat(gone.conversations()).containsExactly(new ConversationId("c"));
    assertThat(streams()).containsExactlyInAnyOrder("conversation/d", "run/shop/3");
  }

  @Test
  void subject_processDiesBetweenTwoRemovals_sameCallRemovesTheRest() {
    for (int removals = 0; removals < 4; removals++) {
      ask("Hello", "c", "1", "customer-7");
      ask("Hello", "c", "2", null);
      ask("Hello", null, "3", "customer-7");
      Store dying = dyingAfter(removals);
      assertThatThrownBy(() -> Forgetting.of(dying).subject("customer-7")).isInstanceOf(SimulatedCrash.class);
      Forgetting.of(store).subject("customer-7");
      assertThat(streams()).as("after %d removals", removals).isEmpty();
    }
  }

  /// The store of a process that dies when it would remove one stream more.
  private Store dyingAfter(int removals) {
    AtomicInteger left = new AtomicInteger(removals);
    InvocationHandler handler = (proxy, method, arguments) -> {
      if (method.getName().equals("delete") && left.getAndDecrement() == 0) {
        throw new SimulatedCrash();
      }
      try {
        return method.invoke(store, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
    return (Store) Proxy.newProxyInstance(Store.class.getClassLoader(), new Class<?>[] {Store.class}, handler);
  }

  @Test
  void olderThan_removesOldRunsAndConversationsWithoutANewTurn() {
    ask("Hello", "c", "1", null);
    ask("Hello", "d", "2", null);
    ask("Hello", null, "3", null);
    clock.advance(Duration.ofDays(1));
    Instant time = clock.instant();
    ask("Hello", "d", "4", null);

    Forgotten gone = Forgetting.of(store).olderThan(time);
    assertThat(gone.runs()).containsExactly(run("1"), run("2"), run("3"));
    assertThat(gone.conversations()).containsExactly(new ConversationId("c"));
    assertThat(streams()).containsExactlyInAnyOrder("conversation/d", "run/shop/4");
  }

  @Test
  void run_afterItsConversationIsForgotten_startsAnew() {
    ask("Hello", "c", "1", null);
    Forgetting.of(store).conversation(new ConversationId("c"));
    assertThat(ask("Hello", "c", "1", null)).isInstanceOf(Outcome.Answered.class);
    assertThat(streams()).containsExactlyInAnyOrder("conversation/c", "run/shop/1");
  }

  private Outcome ask(
      String text,
      @Nullable String conversation,
      String id,
      @Nullable String subject) {
    Request request = Request.of(text).id(id);
    Request placed = conversation == null ? request : request.in(conversation);
    return agent.run(subject == null ? placed : placed.about(subject));
  }

  private List<String> streams() {
    return store.streams("", Store.Order.OLDEST_FIRST, null, 100);
  }

  private static RunId run(String id) {
    return new RunId("shop/" + id);
  }

  /// Calls its tool when asked to.
  private static final class Polite implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      boolean call = request.messages().getLast().toString().contains("call");
      var tool = ToolExecutionRequest.builder().id("1").name("ring").arguments("{}").build();
      return ChatResponse.builder().aiMessage(call ? AiMessage.from(tool) : AiMessage.from("Good day.")).build();
    }
  }

  static class Desk {
    @Tool
    @NeedsApproval
    String ring() {
      return "rang";
    }
  }
}
