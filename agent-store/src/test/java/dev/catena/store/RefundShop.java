package dev.catena.store;

import dev.catena.agent.Agent;
import dev.catena.agent.Request;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A shop whose agent refunds with the tool that the customer names. Its own process never comes back from the bank.
final class RefundShop {
  static final String KEYED = "keyed";
  static final String ONCE = "once";

  /// What the bank says: a few pages of a store, also when they are deflated.
  static final String RECEIPT = new Random(1).ints(8000, 'A', 'Z').mapToObj(Character::toString).collect(Collectors.joining());

  private RefundShop() {}

  /// Asks for a refund of each kind on the store in the file, and prints each call's tool and key.
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = System.out;
    try (SqliteStore store = SqliteStore.open(Path.of(args[0]))) {
      CountDownLatch never = new CountDownLatch(1);
      Bank bank = new Bank(call -> {
        out.println(call);
        await(never);
      });
      Agent agent = agent(store, model(), bank);
      Thread.startVirtualThread(() -> agent.run(request(KEYED)));
      Thread.startVirtualThread(() -> agent.run(request(ONCE)));
      never.await();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Request request(String tool) {
    return Request.of(tool).in("conversation-" + tool).id("ticket-" + tool);
  }

  static Agent agent(Store store, ScriptedModel model, Bank bank) {
    return Agent.builder("shop", model).tools(bank).store(store).build();
  }

  /// Calls the tool that the user names, then says that it is done.
  static ScriptedModel model() {
    return ScriptedModel.from(RefundShop::reply);
  }

  private static Reply reply(ChatRequest request) {
    return request.messages().getLast() instanceof UserMessage user
        ? Reply.call(user.singleText(), "{}")
        : Reply.text("Done.");
  }

  /// Tells somebody of each call, as «tool key».
  record Bank(Consumer<String> calls) {
    @Tool("Refunds, and knows a repeated call by its key")
    @SideEffect(Effect.KEYED)
    String keyed(ToolContext call) {
      calls.accept(KEYED + " " + call.idempotencyKey());
      return RECEIPT;
    }

    @Tool("Refunds")
    @SideEffect(Effect.ONCE)
    String once(ToolContext call) {
      calls.accept(ONCE + " " + call.idempotencyKey());
      return RECEIPT;
    }
  }
}
