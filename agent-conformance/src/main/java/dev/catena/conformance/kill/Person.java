package dev.catena.conformance.kill;

import dev.catena.agent.Decision;
import dev.catena.agent.PendingCall;
import dev.catena.journal.Store;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Who answers for a waiting run: by rules about what needs approval, and by looking at the world about what was begun.
final class Person {
  /// Whoever must not be paid.
  static final String UNWANTED = "bob";

  /// Whom to pay when it says [#MISTAKEN].
  static final String MEANT = "carla";

  /// Whom the model confuses with [#MEANT].
  static final String MISTAKEN = "carl";

  private static final String NAME = "ann";

  private final Store store;
  private final Ledger world;
  private final boolean trusting;
  private final Set<String> asked = new LinkedHashSet<>();

  /// @param trusting whether an approval is for the rest of the run
  Person(Store store, Ledger world, boolean trusting) {
    this.store = store;
    this.world = world;
    this.trusting = trusting;
  }

  /// What the person was asked about, as «run step»: a step that was begun, or what waits for approval.
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  Decision decide(RunId run, PendingCall call) {
    return switch (call.why()) {
      case APPROVAL -> judge(run, call);
      case UNKNOWN -> receipt(run, call.step())
          .map(text -> Decision.happened(call, text, NAME))
          .orElseGet(() -> Decision.didNotHappen(call, NAME));
    };
  }

  private Decision judge(RunId run, PendingCall call) {
    asked.add(run.value() + " " + call.step());
    if (world.acts().stream().anyMatch(act -> isOf(act, call))) {
      throw new IllegalStateException("approval is asked for what was done already: " + call);
    }
    if (call.arguments().contains('"' + UNWANTED + '"')) {
      return Decision.deny(call, "not " + UNWANTED, NAME);
    }
    if (call.arguments().contains('"' + MISTAKEN + '"')) {
      return Decision.approveChanged(call, call.arguments().replace(MISTAKEN, MEANT), NAME);
    }
    return trusting ? Decision.approveForRun(call, NAME) : Decision.approve(call, NAME);
  }

  private static boolean isOf(Act act, PendingCall call) {
    return act.what().equals(call.tool()) && call.arguments().contains('"' + act.arguments() + '"');
  }

  /// What the person says of a call whose end nobody knows, having looked whether it reached the world.
  ///
  /// @param waiting one part longer than the call's own step
  /// @return its result; empty when it did not happen
  Optional<String> receipt(RunId run, StepKey waiting) {
    String path = waiting.path();
    String step = run.value() + " " + path.substring(0, path.lastIndexOf('/'));
    asked.add(step);
    String key = Records.of(store).intent(step).map(Records.Intent::key)
        .orElseThrow(() -> new IllegalStateException("a person is asked about '%s', which was never begun".formatted(step)));
    return world.acts().stream().filter(act -> act.key().equals(key)).map(Act::receipt).findFirst();
  }
}
