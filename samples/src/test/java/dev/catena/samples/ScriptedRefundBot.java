package dev.catena.samples;

import dev.catena.store.SqliteStore;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// [RefundBot] on a model that asks for the refund first.
final class ScriptedRefundBot {
  private ScriptedRefundBot() {}

  /// Refunds an order.
  ///
  /// @param args the folder, and how many seconds the bank takes
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    var model = ScriptedModel.from(request -> request.messages().getLast() instanceof ToolExecutionResultMessage result
        ? Reply.text("Done: " + result.text())
        : Reply.call("refund", "{\"order\":\"1123\"}"));
    var bank = new RefundBot.Bank(folder.resolve("bank.txt"), Duration.ofSeconds(Long.parseLong(args[1])));
    try (var store = SqliteStore.open(folder.resolve("refunds.db"))) {
      System.out.println(RefundBot.answer(model, store, bank, "1123"));
    }
  }
}
