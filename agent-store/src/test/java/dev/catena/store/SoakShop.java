package dev.catena.store;

import dev.catena.agent.Agent;
import dev.catena.agent.Request;
import dev.catena.conformance.kill.Act;
import dev.catena.conformance.kill.Ledger;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.RunId;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// The agent of the soak: it refunds an order with one tool, tells the customer with another, and says that it is done. Model and
/// tools take their time, before and after the work.
final class SoakShop {
  /// How long a process that gives no sign of life keeps its runs.
  static final Duration LEASE = Duration.ofSeconds(2);

  static final String REFUND = "refund";
  static final String TELL = "tell";
  private static final String NAME = "shop";

  private SoakShop() {}

  static Request request(int number) {
    return Request.of("Refund order " + number).id("" + number);
  }

  static RunId run(int number) {
    return new RunId(NAME + "/" + number);
  }

  static String stream(int number) {
    return "run/" + run(number);
  }

  static Agent agent(Store store, Ledger ledger) {
    return Agent.builder(NAME, ScriptedModel.from(SoakShop::reply))
        .tools(new Desk(ledger))
        .engine(EmbeddedEngine.on(store, InstantSource.system(), LEASE))
        .store(store)
        .build();
  }

  private static Reply reply(ChatRequest request) {
    pause(1500);
    long done = request.messages().stream().filter(ToolExecutionResultMessage.class::isInstance).count();
    String order = request.messages().toString().replaceFirst("(?s).*Refund order (\\d+).*", "{\"order\":\"$1\"}");
    return done == 0 ? Reply.call(REFUND, order) : done == 1 ? Reply.call(TELL, order) : Reply.text("Done.");
  }

  private static void pause(int atMostMillis) {
    LockSupport.parkNanos(Duration.ofMillis(ThreadLocalRandom.current().nextInt(atMostMillis)).toNanos());
  }

  /// Where the effects happen.
  record Desk(Ledger ledger) {
    @Tool("Refunds an order")
    @SideEffect(Effect.KEYED)
    String refund(@P("order") String order, ToolContext call) {
      return act(new Act(REFUND, Effect.KEYED, call.idempotencyKey(), order));
    }

    @Tool("Tells the customer")
    @SideEffect(Effect.ONCE)
    String tell(@P("order") String order, ToolContext call) {
      return act(new Act(TELL, Effect.ONCE, call.idempotencyKey(), order));
    }

    private String act(Act act) {
      pause(500);
      ledger.record(act);
      pause(500);
      return "done";
    }
  }
}
