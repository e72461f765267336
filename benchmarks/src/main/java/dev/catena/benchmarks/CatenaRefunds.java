package dev.catena.benchmarks;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome;
import dev.catena.agent.PendingCall;
import dev.catena.agent.Request;
import dev.catena.run.Effect;
import dev.catena.store.SqliteStore;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// An agent on [SqliteStore]. To go on, the same request is made again. A process that goes on sees a clock that is a minute
/// ahead, instead of waiting for 30 seconds until the dead process's lease has run out.
///
/// @param effect how the tool is declared: KEYED, with the key handed to the bank, or ONCE, for a bank that knows no keys; then
///     a person is asked, who looks whether the refund was made
record CatenaRefunds(Effect effect) implements RefundSide {
  private static final InstantSource LATER = () -> Instant.now().plus(Duration.ofMinutes(1));

  @Override
  public String answer(Path folder, RefundScript script, boolean restarted) {
    try (SqliteStore store = SqliteStore.open(folder.resolve("catena.db"), restarted ? LATER : InstantSource.system())) {
      Agent agent = Agent.builder("shop", script.model())
          .tools(effect == Effect.KEYED ? new KeyedBank(script) : new OnceBank(script))
          .store(store)
          .build();
      Outcome outcome = agent.run(Request.of(RefundScript.REQUEST).id(RefundScript.TICKET));
      while (outcome instanceof Outcome.AwaitingApproval waiting) {
        outcome = agent.decide(waiting.runId(), answer(waiting, script));
      }
      return outcome instanceof Outcome.Answered answered ? answered.text() : outcome.toString();
    }
  }

  /// A person looks at the bank.
  private static Decision answer(Outcome.AwaitingApproval waiting, RefundScript script) {
    PendingCall doubtful = waiting.calls().getFirst();
    String order = RefundScript.ORDERS.stream().filter(doubtful.arguments()::contains).findFirst().orElseThrow();
    return script.asked(order)
        .map(text -> Decision.happened(doubtful, text, "ann"))
        .orElseGet(() -> Decision.didNotHappen(doubtful, "ann"));
  }

  /// The tool for a bank that knows repeated calls.
  record KeyedBank(RefundScript script) {
    @Tool(name = RefundScript.TOOL, value = "Refunds an order")
    @SideEffect(Effect.KEYED)
    public String refund(@P(name = "order", value = "order") String order, ToolContext call) {
      return script.refund(order, call.idempotencyKey());
    }
  }

  /// The tool for one that does not.
  record OnceBank(RefundScript script) {
    @Tool(name = RefundScript.TOOL, value = "Refunds an order")
    @SideEffect(Effect.ONCE)
    public String refund(@P(name = "order", value = "order") String order) {
      return script.refund(order, "");
    }
  }
}
