package dev.catena.conformance.kill;

import dev.catena.run.Attempt;
import dev.catena.run.Body;
import dev.catena.run.Call;
import dev.catena.run.Cancellation;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.Definition;
import dev.catena.run.Effect;
import dev.catena.run.Engine;
import dev.catena.run.Operation;
import dev.catena.run.Run;
import dev.catena.run.RunId;
import dev.catena.run.RunResult;
import dev.catena.run.StepKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A composite of two composites at the same time, each with an effect of either kind, written against the engine alone.
final class Desks implements Scenario.Script {
  private static final RunId RUN = new RunId("desks/ticket-88");
  private static final StepKey REFUND = StepKey.of(Shop.REFUND);
  private static final StepKey MAIL = StepKey.of(Shop.MAIL);
  private static final Call.Identity ONE = new Call.Identity.InRun("one"); // sent again after a denial, it is the same mail
  private static final String DENIED = "it did not happen";
  private static final Codec<String> TEXT = Codecs.text();

  @Override
  public void play(Stage stage) {
    Operation<String, String> refund = leaf(stage.world(), Shop.REFUND, Effect.KEYED);
    Operation<String, String> mail = leaf(stage.world(), Shop.MAIL, Effect.ONCE);
    Operation<String, String> desk = Operation.composite("desk", TEXT, TEXT, new Desk(refund, mail));
    Operation<String, String> hall = Operation.composite("hall", TEXT, TEXT, new Hall(desk));
    List.of(refund, mail, desk, hall).forEach(stage.engine()::register);
    stage.keep(run(stage, hall));
  }

  private static Operation<String, String> leaf(Ledger world, String what, Effect effect) {
    return Operation.leaf(what, effect, TEXT, TEXT, (order, step) -> {
      Act act = new Act(what, effect, step.idempotencyKey(), order);
      world.record(act);
      return act.receipt();
    });
  }

  private static String run(Stage stage, Operation<String, String> hall) {
    Engine engine = stage.engine();
    RunResult<String> result =
        engine.execute(RUN, new Definition("desks", "{}"), hall, "1", new Cancellation(), event -> {});
    while (result instanceof RunResult.Suspended<String> waiting) {
      StepKey key = waiting.waits().getFirst().key();
      engine.decide(RUN, key, TEXT.encode(stage.person().receipt(RUN, key).orElse(DENIED)));
      result = engine.resume(RUN, hall, new Cancellation(), event -> {});
    }
    return result instanceof RunResult.Completed<String> completed ? completed.value() : result.toString();
  }

  /// Serves a customer at two desks.
  private record Hall(Operation<String, String> desk) implements Body.Composite<String, String> {
    @Override
    public String run(String customer, Run run) {
      List<Call<String, String>> desks = List.of(
          Call.of(StepKey.of("desk-1"), desk, customer + "/1"), Call.of(StepKey.of("desk-2"), desk, customer + "/2"));
      return String.join("; ", run.callAll(desks, 2).stream().map(Attempt::orThrow).toList());
    }
  }

  /// Refunds, then sends a mail, and again when a person says that it was not sent.
  private record Desk(Operation<String, String> refund, Operation<String, String> mail)
      implements Body.Composite<String, String> {
    @Override
    public String run(String order, Run run) {
      String refunded = run.call(REFUND, refund, order);
      String sent = send(MAIL, order, run);
      return refunded + ", " + (sent.equals(DENIED) ? send(MAIL.child("again"), order, run) : sent);
    }

    private String send(StepKey key, String order, Run run) {
      return switch (run.callAll(List.of(Call.of(key, mail, order).as(ONE)), 1).getFirst()) {
        case Attempt.Unknown<String> _ -> told(key, run).orElse("nobody knows");
        case Attempt<String> known -> known.orThrow();
      };
    }

    private static Optional<String> told(StepKey key, Run run) {
      return run.await(key.child("resolved"), TEXT, run.now().plus(Duration.ofDays(30)));
    }
  }
}
