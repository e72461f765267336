package dev.catena.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.conformance.kill.Act;
import dev.catena.conformance.kill.Ledger;
import dev.catena.run.Effect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CrashTest {
  static final Set<String> SIDES = Crash.SIDES.keySet();

  @ParameterizedTest
  @FieldSource("SIDES")
  void answer_nobodyKillsIt_refundsEachOrderOnce(String side, @TempDir Path folder) throws Exception {
    Bank bank = new Bank();
    RefundScript script = new RefundScript(bank, 0);

    String answer = Objects.requireNonNull(Crash.SIDES.get(side)).answer(folder, script, false);

    assertThat(answer).isEqualTo("Both are refunded.");
    assertThat(bank.acts()).extracting(Act::arguments).containsExactlyElementsOf(RefundScript.ORDERS);
  }

  @Test
  void count_callsWithOneKey_areOneRefund() {
    assertThat(Crash.Count.of(List.of(call("k", "1123"), call("k", "1123"), call("l", "1124")), true))
        .isEqualTo(new Crash.Count(3, 0, 0, 0));
  }

  @Test
  void count_callsWithoutAKey_areARefundEach() {
    assertThat(Crash.Count.of(List.of(call("", "1123"), call("", "1123"), call("", "1124")), true))
        .isEqualTo(new Crash.Count(3, 1, 0, 0));
  }

  @Test
  void count_orderWithoutARefund_isLost() {
    assertThat(Crash.Count.of(List.of(call("k", "1123")), false)).isEqualTo(new Crash.Count(1, 0, 1, 1));
  }

  private static Act call(String key, String order) {
    return new Act(RefundScript.TOOL, Effect.KEYED, key, order);
  }

  private static final class Bank implements Ledger {
    private final List<Act> acts = new ArrayList<>();

    @Override
    public void record(Act act) {
      acts.add(act);
    }

    @Override
    public List<Act> acts() {
      return List.copyOf(acts);
    }
  }
}
