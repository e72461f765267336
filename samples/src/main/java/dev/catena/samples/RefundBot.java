package dev.catena.samples;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.journal.Store;
import dev.catena.local.LocalModel;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.store.SqliteStore;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;

/// One refund, however often the program is killed: start it, kill it while the bank is at work, and start it again.
public final class RefundBot {
  /// How long after its last sign of life another process takes over a run. Longer where a pause must not look like a death.
  private static final Duration LEASE = Duration.ofSeconds(2);

  private RefundBot() {}

  /// Refunds an order.
  ///
  /// @param args the folder for the runs and the bank's book, `target/refunds` when there is none; and the order's number
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target/refunds"));
    String order = args.length > 1 ? args[1] : "1123";
    Bank bank = new Bank(folder.resolve("bank.txt"), Duration.ofSeconds(10));
    try (var store = SqliteStore.open(folder.resolve("refunds.db")); var model = LocalModel.open()) {
      System.out.println(answer(model, store, bank, order));
    }
    System.out.println("The bank's book, " + bank.book() + ":");
    Files.readAllLines(bank.book()).forEach(System.out::println);
  }

  // tag::readme[]
  static String answer(ChatModel model, Store store, Bank bank, String order) {
    var engine = EmbeddedEngine.on(store, InstantSource.system(), LEASE);
    var agent = Agent.builder("refunds", model).instructions("You answer for the shop.").tools(bank).store(store).engine(engine).build();
    var request = Request.of("Please refund order " + order + ".").id("refund-" + order);   // same id: same run, never a second
    Outcome outcome = agent.run(request);
    return outcome instanceof Outcome.Answered answer ? answer.text() : "Not done: " + outcome;
  }

  /// A bank that recognises a key it has seen. Its answer takes a while: time to kill the program.
  public record Bank(Path book, Duration work) {
    @Tool("Refund an order")
    @SideEffect(Effect.KEYED)
    String refund(@P("order number, such as 1123") String order, ToolContext call) throws Exception {
      String line = call.idempotencyKey() + " refunded order " + order + "\n";
      if (!Files.exists(book) || !Files.readString(book).contains(line)) {
        Files.writeString(book, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        System.out.println("The bank has paid. Its answer takes " + work.toSeconds() + " seconds ...");
        Thread.sleep(work);
      }
      return "Order " + order + " was refunded.";
    }
  }
  // end::readme[]
}
