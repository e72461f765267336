package dev.catena.conformance.kill;

import dev.catena.run.Effect;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.net.SocketTimeoutException;

/// What the scripted agents can do to the world. Whether it goes well depends on the arguments alone.
///
/// @param world where each call arrives
record Shop(Ledger world) {
  static final String LOOK = "look";
  static final String REFUND = "refund";
  static final String MAIL = "mail";
  static final String BOOK = "book";
  static final String TRANSFER = "transfer";

  static final String WIRE = "wire";

  /// An account to which no person agrees to pay.
  static final String STRANGER = "stranger";

  /// An order, or an addressee, with whom every call fails.
  static final String NOBODY = "nobody";

  /// One with whom every call does its work and gets no answer.
  static final String SILENT = "silent";

  /// Looks something up.
  @Tool("Looks an order up")
  @SideEffect(Effect.NONE)
  String look(@P("order") String order, ToolContext call) {
    return done(LOOK, Effect.NONE, order, call);
  }

  /// Pays, to a bank that knows repeated calls.
  @Tool("Refunds an order")
  @SideEffect(Effect.KEYED)
  String refund(@P("order") String order, ToolContext call) throws SocketTimeoutException {
    return answered(order, done(REFUND, Effect.KEYED, order, call));
  }

  /// Sends, through a server that knows nothing.
  @Tool("Sends a mail")
  @SideEffect(Effect.ONCE)
  String mail(@P("addressee") String to, ToolContext call) throws SocketTimeoutException {
    return answered(to, done(MAIL, Effect.ONCE, to, call));
  }

  /// Does not say what it does.
  @Tool("Books a room")
  String book(@P("room") String room, ToolContext call) {
    return done(BOOK, Effect.ONCE, room, call);
  }

  /// Pays, and is the same call for the same order whatever else is said. It gets no answer the first time.
  @Tool("Transfers money")
  @SideEffect(value = Effect.KEYED, by = "order")
  String transfer(@P("order") String order, @P("how often it was tried") int tries, ToolContext call)
      throws SocketTimeoutException {
    return answered(tries == 0 ? SILENT : order, done(TRANSFER, Effect.KEYED, order, call));
  }

  /// Pays a lot, when a person agrees.
  @Tool("Wires money")
  @SideEffect(Effect.ONCE)
  @NeedsApproval
  String wire(@P("account") String account, ToolContext call) {
    return done(WIRE, Effect.ONCE, account, call);
  }

  private String done(String what, Effect effect, String arguments, ToolContext call) {
    if (arguments.equals(NOBODY)) {
      throw new IllegalArgumentException("nobody by this name");
    }
    Act act = new Act(what, effect, call.idempotencyKey(), arguments);
    world.record(act);
    return act.receipt();
  }

  private static String answered(String by, String receipt) throws SocketTimeoutException {
    if (by.equals(SILENT)) {
      throw new SocketTimeoutException("no answer");
    }
    return receipt;
  }
}
