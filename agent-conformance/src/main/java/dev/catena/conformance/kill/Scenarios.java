package dev.catena.conformance.kill;

import static dev.catena.conformance.kill.Lines.answer;
import static dev.catena.conformance.kill.Lines.call;
import static dev.catena.conformance.kill.Lines.calls;
import static dev.catena.conformance.kill.Stage.request;

import dev.catena.agent.Agent;
import dev.catena.agent.Fork;
import dev.catena.agent.Limits;
import dev.catena.agent.Request;
import dev.catena.run.Effect;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import dev.catena.tool.Approval;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The agents and clients that every store and engine must bring through.
final class Scenarios {
  private static final String ORDER = "order";
  private static final ToolExecutionRequest LOOK_1 = call(Shop.LOOK, ORDER, "1");
  private static final ToolExecutionRequest LOOK_2 = call(Shop.LOOK, ORDER, "2");
  private static final ToolExecutionRequest REFUND_1 = call(Shop.REFUND, ORDER, "1");
  private static final ToolExecutionRequest REFUND_2 = call(Shop.REFUND, ORDER, "2");
  private static final ToolExecutionRequest MAIL_ANN = mail("ann");
  private static final ToolExecutionRequest BOOK_A = call(Shop.BOOK, "room", "a");
  private static final ToolExecutionRequest BOOK_B = call(Shop.BOOK, "room", "b");

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("plain", stage -> shop(stage, answer("Hello."))),
        new Scenario("tool loop", stage -> shop(stage, calls(LOOK_1), calls(REFUND_1), calls(LOOK_2), answer("Refunded."))),
        new Scenario("parallel tools", stage -> shop(stage, calls(LOOK_1, LOOK_2, BOOK_A, BOOK_B), answer("Booked."))),
        new Scenario("mixed effects", stage -> shop(stage, calls(LOOK_1, REFUND_1, MAIL_ANN, BOOK_A), answer("All done."))),
        new Scenario("one call after the other", stage -> shop(stage, calls(MAIL_ANN), calls(mail("bob")), answer("Sent."))),
        new Scenario("agent as a tool", Scenarios::agentAsTool),
        new Scenario("composite in a composite", new Desks()),
        new Scenario("approval", stage -> shop(
            stage, calls(LOOK_1, pay("ann"), pay(Person.UNWANTED)), calls(pay(Person.MISTAKEN)), answer("Paid."))),
        new Scenario("approval for the rest of the run", Scenarios::trusted),
        new Scenario("tool that knows what became of it", stage -> shop(
            stage, calls(call(Shop.SEND, "to", "ann")), calls(call(Shop.SEND, "to", "bob")), answer("Sent."))),
        new Scenario("streaming", Scenarios::streaming),
        new Scenario("memory over several turns", Scenarios::memory),
        new Scenario("limit reached", Scenarios::limitReached),
        new Scenario("failing tool", stage -> shop(
            stage, calls(call(Shop.REFUND, ORDER, Shop.NOBODY), mail(Shop.NOBODY)), calls(REFUND_1), answer("One of them."))),
        new Scenario("retrieval", Scenarios::retrieval),
        new Scenario("fork", Scenarios::fork),
        new Scenario("works, then times out", stage -> shop(stage, calls(mail(Shop.SILENT)), calls(REFUND_1), answer("Sent."))),
        new Scenario("model repeats a call that timed out", stage -> shop(
            stage,
            calls(call(Shop.REFUND, ORDER, Shop.SILENT)),
            calls(call(Shop.REFUND, Shop.SILENT, "{ \"order\" : \"silent\" }", "-again")),
            answer("The bank says nothing."))),
        new Scenario("model repeats a call in other words", stage -> shop(stage, calls(transfer(0)), calls(transfer(1)), answer("Paid."))),
        new Scenario("model repeats a call that succeeded", stage -> shop(
            stage, calls(REFUND_1), calls(call(Shop.REFUND, "1", "{ \"order\" : \"1\" }", "-again")), answer("Refunded."))),
        new Scenario("client sends the request again", Scenarios::again));
  }

  private static ToolExecutionRequest mail(String to) {
    return call(Shop.MAIL, "to", to);
  }

  private static ToolExecutionRequest pay(String to) {
    return call(Shop.PAY, "to", to);
  }

  private static ToolExecutionRequest transfer(int tries) {
    return call(Shop.TRANSFER, "1", "{\"order\":\"1\",\"tries\":%d}".formatted(tries), "-" + tries);
  }

  private static void shop(Stage stage, Lines.Line... lines) {
    Agent agent = stage.agent("shop", Lines.model(stage.world(), lines)).tools(new Shop(stage.world())).build();
    stage.ask(agent, request("Please help.", "ticket-88"));
  }

  private static void trusted(Stage stage) {
    stage.trust();
    Agent agent = stage.agent("shop", Lines.model(stage.world(), calls(MAIL_ANN), calls(mail("dora")), answer("Sent.")))
        .tools(new Shop(stage.world()))
        .approvals(tool -> tool.specification().name().equals(Shop.MAIL), Approval.always())
        .build();
    stage.ask(agent, request("Please help.", "ticket-88"));
  }

  private static void streaming(Stage stage) {
    Agent agent = stage.agent("shop", Lines.streaming(stage.world(), calls(REFUND_1), calls(MAIL_ANN), answer("Refunded.")))
        .tools(new Shop(stage.world()))
        .build();
    stage.ask(agent, request("Please help.", "ticket-88"));
  }

  private static void memory(Stage stage) {
    Lines.Line helpful = asked -> asked.messages().getLast().toString().contains("Refund order 2")
        ? calls(REFUND_2).to(asked)
        : answer("Hello.").to(asked);
    Agent agent = stage.agent("shop", Lines.model(stage.world(), helpful, answer("Well.")))
        .tools(new Shop(stage.world()))
        .build();
    stage.ask(agent, request("Hello?", "ticket-1"));
    stage.ask(agent, request("Refund order 2", "ticket-2"));
    stage.ask(agent, request("Was it refunded?", "ticket-3"));
  }

  private static void limitReached(Stage stage) {
    Agent agent = stage.agent("shop", Lines.model(stage.world(), calls(REFUND_1), calls(REFUND_2), calls(MAIL_ANN)))
        .tools(new Shop(stage.world()))
        .limits(Limits.DEFAULT.withMaxRounds(3))
        .build();
    stage.ask(agent, request("Please help.", "ticket-88"));
  }

  private static void retrieval(Stage stage) {
    ContentRetriever hours = query -> {
      stage.world().record(new Act("retrieve", Effect.NONE, "", query.text()));
      return List.of(Content.from(TextSegment.from("Open on Sundays.")));
    };
    Agent agent = stage.agent("shop", Lines.model(stage.world(), calls(REFUND_1), answer("On Sundays.")))
        .tools(new Shop(stage.world()))
        .knowledge(hours)
        .build();
    stage.ask(agent, request("When?", "ticket-88"));
  }

  /// The tool's key is the id of the request that it makes, so a call that is made again goes on with the same run.
  private static void agentAsTool(Stage stage) {
    Agent clerk = stage.agent("clerk", Lines.model(stage.world(), calls(REFUND_1), calls(REFUND_2), answer("The clerk refunded.")))
        .tools(new Shop(stage.world()))
        .build();
    Agent shop = stage.agent("shop", Lines.model(stage.world(), calls(call(Clerk.NAME, "task", "refund")), calls(MAIL_ANN), answer("Done.")))
        .tools(new Clerk(clerk), new Shop(stage.world()))
        .build();
    stage.ask(shop, request("Please help.", "ticket-88"));
  }

  /// What a model would have said to another result, which pays nothing.
  private static void fork(Stage stage) {
    Agent agent = stage.agent("shop", Lines.model(stage.world(), calls(LOOK_1), calls(REFUND_1), answer("Refunded.")))
        .tools(new Shop(stage.world()))
        .build();
    Request request = request("Please help.", "ticket-88");
    stage.ask(agent, request);
    Fork elsewhere = Fork.at(StepKey.of("round-2", "model"))
        .withResult(StepKey.of("round-1", "call-1", Shop.LOOK), new ToolResult.Success("lost"))
        .id("what-if");
    stage.keep(agent, agent.fork(new RunId("shop/ticket-88"), elsewhere));
  }

  /// Twice at the same time, and once more when it is done.
  private static void again(Stage stage) {
    Agent agent = stage.agent("shop", Lines.model(stage.world(), calls(REFUND_1), calls(MAIL_ANN), answer("Refunded.")))
        .tools(new Shop(stage.world()))
        .build();
    Request request = request("Please help.", "ticket-88");
    var impatient = new FutureTask<>(() -> agent.run(request));
    Thread.startVirtualThread(impatient);
    stage.ask(agent, request);
    try {
      impatient.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    stage.ask(agent, request);
  }
}
