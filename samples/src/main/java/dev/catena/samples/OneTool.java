package dev.catena.samples;

import dev.catena.agent.Agent;
import dev.catena.local.LocalModel;
import dev.catena.run.Effect;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One tool: a model that asks for a refund, and a method that pays it once.
public final class OneTool {
  private OneTool() {}

  /// Asks for a refund.
  ///
  /// @param args not used
  public static void main(String[] args) {
    try (var model = LocalModel.open()) {
      System.out.println(answer(model, new Orders(), "Please refund order 1123."));
    }
  }

  /// Answers, with the orders as tools.
  ///
  /// @param model who answers and asks for tool calls
  /// @param orders what may be called
  /// @param question what is asked
  /// @return the answer
  public static String answer(ChatModel model, Orders orders, String question) {
    var agent = Agent.builder("shop", model).instructions("You answer for the shop.").tools(orders).build();
    return agent.ask(question);
  }

  // tag::readme[]
  /// The orders of a shop. The map stands for a bank that recognises a key it has seen.
  public static final class Orders {
    private final Map<String, String> receipts = new ConcurrentHashMap<>();

    @Tool("Refund an order")
    @SideEffect(Effect.KEYED)
    String refund(@P("order number, such as 1123") String order, ToolContext call) {
      return receipts.computeIfAbsent(call.idempotencyKey(), key -> "Order " + order + " was refunded.");
    }
  }
  // end::readme[]
}
