package dev.catena.store;

import dev.catena.agent.Agent;
import dev.catena.agent.Request;
import dev.catena.conformance.CrashingStore;
import dev.catena.conformance.SimulatedCrash;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The agent whose runs are kept as fixtures: one for each release, which every later release must load and go on with. It is never
/// changed: what it asks for is recorded in all of them.
final class FixtureShop {
  static final Instant WRITTEN = Instant.parse("2026-11-24T12:00:00Z");
  static final String FILE = "shop.db";
  static final Request FINISHED = Request.of("look at A-1").in("customer-7").id("finished");
  static final Request WAITING = Request.of("pay A-2").in("customer-8").id("waiting");
  static final Request CUT = Request.of("refund A-3").in("customer-9").id("cut");

  private FixtureShop() {}

  /// Writes the fixture of this release.
  ///
  /// @param args the folder, such as `src/test/resources/journals/0.1`; it must not hold one
  public static void main(String[] args) throws IOException {
    Path file = Files.createDirectories(Path.of(args[0])).resolve(FILE);
    if (Files.exists(file)) {
      throw new IllegalArgumentException("there is a fixture in " + file + "; a release is written once");
    }
    InstantSource clock = InstantSource.fixed(WRITTEN);
    try (SqliteStore store = SqliteStore.open(file, clock)) {
      agent(store, clock, model(), new Shop()).run(FINISHED);
      agent(store, clock, model(), new Shop()).run(WAITING);
      cut(store, clock);
    }
  }

  /// Dies in the bank.
  private static void cut(Store store, InstantSource clock) {
    CrashingStore dying = new CrashingStore(store);
    Shop shop = new Shop();
    shop.inTheBank = dying::crash;
    try {
      agent(dying, clock, model(), shop).run(CUT);
      throw new IllegalStateException("the run was not cut");
    } catch (SimulatedCrash wanted) {
      shop.done.clear();
    }
  }

  static Agent agent(Store store, InstantSource clock, ScriptedModel model, Shop shop) {
    return Agent.builder("shop", model)
        .instructions("You answer for the shop.")
        .tools(shop)
        .store(store)
        .engine(EmbeddedEngine.on(store, clock))
        .build();
  }

  /// Calls the tool that the question begins with, and says what it gave.
  static ScriptedModel model() {
    return ScriptedModel.from(FixtureShop::reply);
  }

  private static Reply reply(ChatRequest request) {
    ChatMessage last = request.messages().getLast();
    if (last instanceof ToolExecutionResultMessage result) {
      return Reply.text("Done: " + result.text());
    }
    List<String> words = List.of(((UserMessage) last).singleText().split(" "));
    return Reply.call(words.getFirst(), "{\"order\":\"%s\"}".formatted(words.getLast()));
  }

  /// Tools of each kind.
  static final class Shop {
    final List<String> done = new CopyOnWriteArrayList<>();
    Runnable inTheBank = () -> {};

    @Tool("Looks at an order")
    @SideEffect(Effect.NONE)
    String look(@P("order") String order) {
      return order + " is there";
    }

    @Tool("Refunds an order")
    @SideEffect(Effect.KEYED)
    String refund(@P("order") String order, ToolContext call) {
      inTheBank.run();
      done.add(call.idempotencyKey());
      return "refunded " + order;
    }

    @Tool("Pays for an order")
    @SideEffect(Effect.KEYED)
    @NeedsApproval
    String pay(@P("order") String order) {
      done.add("pay " + order);
      return "paid " + order;
    }
  }
}
