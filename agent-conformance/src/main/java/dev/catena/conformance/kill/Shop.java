package dev.catena.conformance.kill;

import dev.catena.run.Effect;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.Reconciles;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.net.SocketTimeoutException;
import java.util.Optional;

/// What the scripted agents can do to the world. Whether it goes well depends on the arguments alone.
///
/// @param world where each call arrives
record Shop(Ledger world) {
  static final String LOOK = "look";
  static final String REFUND = "refund";
  static final String MAIL = "mail";
  static final String BOOK = "book";
  static final String TRANSFER = "transfer";
  static final String PAY = "pay";
  static final String SEND = "send";

  /// What the world hears when a tool is asked what became of a call.
  static final String DID_IT_HAPPEN = "did it happen";

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

  /// Pays whom a person approves of.
  @Tool("Pays somebody")
  @SideEffect(Effect.KEYED)
  @NeedsApproval
  String pay(@P("whom") String to, ToolContext call) {
    return done(PAY, Effect.KEYED, to, call);
  }

  /// Sends, and can find out later whether it did.
  @Tool("Sends a parcel")
  @SideEffect(Effect.ONCE)
  String send(@P("addressee") String to, ToolContext call) {
    return done(SEND, Effect.ONCE, to, call);
  }

  /// Looks for the parcel.
  @Reconciles(SEND)
  Optional<String> wasSent(String to, ToolContext call) {
    world.record(new Act(DID_IT_HAPPEN, Effect.NONE, call.idempotencyKey(), to));
    return world.acts().stream()
        .filter(act -> act.what().equals(SEND) && act.key().equals(call.idempotencyKey()))
        .map(Act::receipt)
        .findFirst();
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
