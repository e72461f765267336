package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.run.Effect;
import dev.langchain4j.agent.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What stands beside a tool's method: the condition of its approval, and the method that reconciles.
class BesideTest {
  private static final Duration WEEK = Duration.ofDays(7);

  static final List<Map.Entry<Object, String>> CASES = List.copyOf(Map.<Object, String>of(
      new NoCondition(), "when = \"isLarge\"",
      new ConditionOfOthers(), "takes [int]",
      new ConditionOfText(), "returns boolean",
      new NoTime(), "within = \"a week\"",
      new NegativeTime(), "within = \"-PT1H\"",
      new ReconcilesOthers(), "take [java.lang.String]",
      new ReconcilesToText(), "return boolean",
      new ReconcilesTwice(), "the only one",
      new ReconcilesKeyed(), "KEYED",
      new ReconcilesNothing(), "@Reconciles(\"mial\")").entrySet());

  private final FakeContext context = new FakeContext();
  private final Toolbox toolbox = Toolbox.of(new Samples());

  @ParameterizedTest
  @FieldSource("CASES")
  void of_doesNotFit_refusedNamingWhat(Map.Entry<Object, String> wrong) {
    assertThatThrownBy(() -> Toolbox.of(wrong.getKey()))
        .isInstanceOf(InvalidToolException.class)
        .hasMessageContaining(wrong.getValue());
  }

  @Test
  void approval_notAnnotated_isEmpty() {
    assertThat(tool("mail").approval()).isEmpty();
  }

  @Test
  void approval_withoutCondition_isAlwaysNeededForAWeek() {
    Approval approval = tool("refund").approval().orElseThrow();
    assertThat(approval.needed().test("{\"amount\":1}")).isTrue();
    assertThat(approval.patience()).isEqualTo(WEEK);
  }

  @Test
  void approval_condition_seesTheArguments() {
    Approval approval = tool("pay").approval().orElseThrow();
    assertThat(approval.needed().test("{\"amount\":100}")).isFalse();
    assertThat(approval.needed().test("{\"amount\":101}")).isTrue();
    assertThat(approval.patience()).isEqualTo(Duration.ofHours(8));
  }

  @Test
  void approval_conditionThrows_throwsWithTheCause() {
    Approval approval = tool("pay").approval().orElseThrow();
    assertThatThrownBy(() -> approval.needed().test("{\"amount\":-1}")).hasMessageContaining("isLarge").hasMessageContaining("negative");
  }

  @Test
  void reconcile_toolWithoutMethod_isNotKnown() throws Exception {
    assertThat(tool("refund").reconcile("{\"amount\":1}", context)).isEqualTo(new Reconciliation.NotKnown());
  }

  @Test
  void reconcile_booleanMethod_happenedOrNot() throws Exception {
    assertThat(tool("mail").reconcile("{\"to\":\"bob\"}", context))
        .isEqualTo(new Reconciliation.Happened(new ToolResult.Success("done")));
    assertThat(tool("mail").reconcile("{\"to\":\"eve\"}", context)).isEqualTo(new Reconciliation.DidNotHappen());
  }

  @Test
  void reconcile_optionalMethod_resultIsAsTheToolReturnsIt() throws Exception {
    assertThat(tool("wire").reconcile("{\"to\":\"bob\"}", context))
        .isEqualTo(new Reconciliation.Happened(new ToolResult.Success("{\"id\":\"k\"}")));
    assertThat(tool("wire").reconcile("{\"to\":\"eve\"}", context)).isEqualTo(new Reconciliation.DidNotHappen());
  }

  @Test
  void reconcile_methodSaysThatItDoesNotKnow_isNotKnown() throws Exception {
    assertThat(tool("fax").reconcile("{}", context)).isEqualTo(new Reconciliation.NotKnown());
  }

  @Test
  void approval_patienceNotPositive_refused() {
    assertThatThrownBy(() -> Approval.always().within(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  private dev.catena.tool.Tool tool(String name) {
    return toolbox.find(name).orElseThrow();
  }

  record Receipt(String id) {}

  static final class Samples {
    @Tool("Refunds")
    @NeedsApproval
    void refund(int amount) {}

    @Tool("Pays")
    @NeedsApproval(when = "isLarge", within = "PT8H")
    void pay(int amount, ToolContext call) {}

    boolean isLarge(int amount) {
      if (amount < 0) {
        throw new IllegalArgumentException("negative");
      }
      return amount > 100;
    }

    @Tool("Mails")
    @SideEffect(Effect.ONCE)
    void mail(String to) {}

    @Reconciles("mail")
    boolean wasMailed(String to) {
      return to.equals("bob");
    }

    @Tool("Wires")
    @SideEffect(Effect.ONCE)
    Receipt wire(String to, ToolContext call) {
      return new Receipt(to);
    }

    @Reconciles("wire")
    Optional<Receipt> wasWired(ToolContext call, String to) {
      return to.equals("bob") ? Optional.of(new Receipt("k")) : Optional.empty();
    }

    @Tool("Faxes")
    void fax() {}

    @Reconciles("fax")
    @Nullable Reconciliation wasFaxed() {
      return null;
    }
  }

  static final class NoCondition {
    @Tool("Pays")
    @NeedsApproval(when = "isLarge")
    void pay(int amount) {}
  }

  static final class ConditionOfOthers {
    @Tool("Pays")
    @NeedsApproval(when = "isLarge")
    void pay(int amount) {}

    boolean isLarge(String amount) {
      return amount.length() > 3;
    }
  }

  static final class ConditionOfText {
    @Tool("Pays")
    @NeedsApproval(when = "isLarge")
    void pay(int amount) {}

    String isLarge(int amount) {
      return "" + amount;
    }
  }

  static final class NoTime {
    @Tool("Pays")
    @NeedsApproval(within = "a week")
    void pay(int amount) {}
  }

  static final class NegativeTime {
    @Tool("Pays")
    @NeedsApproval(within = "-PT1H")
    void pay(int amount) {}
  }

  static final class ReconcilesOthers {
    @Tool("Mails")
    void mail(String to) {}

    @Reconciles("mail")
    boolean wasMailed(int to) {
      return to > 0;
    }
  }

  static final class ReconcilesToText {
    @Tool("Mails")
    void mail(String to) {}

    @Reconciles("mail")
    String wasMailed(String to) {
      return to;
    }
  }

  static final class ReconcilesTwice {
    @Tool("Mails")
    void mail(String to) {}

    @Reconciles("mail")
    boolean wasMailed(String to) {
      return true;
    }

    @Reconciles("mail")
    boolean wasReallyMailed(String to) {
      return true;
    }
  }

  static final class ReconcilesKeyed {
    @Tool("Mails")
    @SideEffect(Effect.KEYED)
    void mail(String to) {}

    @Reconciles("mail")
    boolean wasMailed(String to) {
      return true;
    }
  }

  static final class ReconcilesNothing {
    @Tool("Mails")
    void mail(String to) {}

    @Reconciles("mial")
    boolean wasMailed(String to) {
      return true;
    }
  }
}
