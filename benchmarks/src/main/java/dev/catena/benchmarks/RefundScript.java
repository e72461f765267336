package dev.catena.benchmarks;

import dev.catena.conformance.kill.Act;
import dev.catena.conformance.kill.Ledger;
import dev.catena.run.Effect;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Two refunds, and a process that dies at one boundary: the same for every side.
///
/// The model asks for one refund after the other and then says that it is done: three calls. It looks at all that it is shown, so a
/// side that keeps the results of its tools is not asked for them again. Each call has an id that nobody can foresee, as with
/// real providers.
final class RefundScript {
  static final String REQUEST = "Please refund orders 1123 and 1124.";
  static final String TICKET = "ticket-88";
  static final String TOOL = "refund";
  static final List<String> ORDERS = List.of("1123", "1124");

  /// Before and after each of three model calls and two refunds. What comes after a model call is the end of the process before
  /// anybody has the reply; what comes after a refund is its end after the money has gone and before anybody knows.
  static final int BOUNDARIES = 2 * (ORDERS.size() + 1) + 2 * ORDERS.size();

  private static final String REFUNDED = "refunded ";
  private static final int KILLED = 128 + 9;

  private final Ledger bank;
  private final int last;
  private final AtomicInteger boundary = new AtomicInteger();

  /// @param bank where the refunds are counted
  /// @param last the boundary at which this process dies, from 1; 0 for a process that lives
  RefundScript(Ledger bank, int last) {
    this.bank = bank;
    this.last = last;
  }

  private void boundary() {
    if (boundary.incrementAndGet() == last) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  ChatModel model() {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        boundary();
        AiMessage reply = reply(request.messages());
        boundary();
        return ChatResponse.builder().aiMessage(reply).build();
      }
    };
  }

  private static AiMessage reply(List<ChatMessage> messages) {
    return ORDERS.stream()
        .filter(order -> messages.stream().noneMatch(message -> says(message, REFUNDED + order)))
        .findFirst()
        .map(RefundScript::call)
        .orElseGet(() -> AiMessage.from("Both are refunded."));
  }

  private static boolean says(ChatMessage message, String text) {
    return message instanceof ToolExecutionResultMessage result && result.text().startsWith(text);
  }

  private static AiMessage call(String order) {
    return AiMessage.from(ToolExecutionRequest.builder()
        .id("call-" + UUID.randomUUID())
        .name(TOOL)
        .arguments("{\"order\":\"%s\"}".formatted(order))
        .build());
  }

  /// Pays.
  ///
  /// @param key by which the bank recognises a call that it has seen; empty for none
  String refund(String order, String key) {
    boundary();
    bank.record(new Act(TOOL, key.isEmpty() ? Effect.ONCE : Effect.KEYED, key, order));
    boundary();
    return REFUNDED + order;
  }

  /// What a person says who asks the bank about a refund whose end nobody knows; empty when there was none.
  Optional<String> asked(String order) {
    return bank.acts().stream().map(Act::arguments).filter(order::equals).findFirst().map(REFUNDED::concat);
  }
}
