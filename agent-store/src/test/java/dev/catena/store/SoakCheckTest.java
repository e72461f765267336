package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.conformance.kill.Act;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.run.Effect;
import dev.catena.store.Soak.Event;
import dev.catena.store.Soak.Fault;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checker finds what the soak must not show.
class SoakCheckTest {
  private static final Act REFUND = new Act(SoakShop.REFUND, Effect.KEYED, "key", "0");
  private static final Act OTHER_KEY = new Act(SoakShop.REFUND, Effect.KEYED, "other", "0");
  private static final Act TOLD = new Act(SoakShop.TELL, Effect.ONCE, "key", "0");

  @TempDir private Path folder;

  @Test
  void of_refundedAgainWithTheSameKey_isNeitherLostNorDouble() throws IOException {
    SoakCheck check = check(List.of(REFUND, TOLD, REFUND), "");

    assertThat(check.lost()).isEmpty();
    assertThat(check.doubled()).isEmpty();
  }

  @Test
  void of_missingEffect_isLost() throws IOException {
    assertThat(check(List.of(REFUND), "").lost()).hasSize(1);
    assertThat(check(List.of(TOLD), "").lost()).hasSize(1);
  }

  @Test
  void of_secondKeyOrSecondCall_isDouble() throws IOException {
    assertThat(check(List.of(REFUND, OTHER_KEY, TOLD), "").doubled()).hasSize(1);
    assertThat(check(List.of(REFUND, TOLD, TOLD), "").doubled()).hasSize(1);
  }

  @Test
  void of_acknowledgedEntryThatIsNotThere_isLost() throws IOException {
    assertThat(check(List.of(REFUND, TOLD), "kept run/shop/0 0 1 7\n").lost()).isEmpty();
    assertThat(check(List.of(REFUND, TOLD), "kept run/shop/0 0 2 7\n").lost()).hasSize(1);
  }

  @Test
  void of_writeUnderAnEarlierTokenKeptAfterALaterOne_isStale() throws IOException {
    SoakCheck check = check(
        List.of(REFUND, TOLD), "kept run/shop/0 0 1 7\n", "kept run/shop/0 1 1 8\nkept run/shop/0 2 1 7\nrefused run/shop/0 3 1 7\n");

    assertThat(check.stale()).containsExactly("kept run/shop/0 2 1 7");
    assertThat(check.refused()).isEqualTo(1);
  }

  @Test
  void of_killedHolder_takeOverIsTheNextLeaseOfItsRunsOnly() throws IOException {
    SoakCheck check = check(
        List.of(REFUND, TOLD),
        "leased a 1 100\nleased b 2 100\nleft b 2 900\nleased c 3 1001",
        "leased a 4 2500\nleased b 5 2600\nleased a 6 4000\n");

    assertThat(check.takeOvers()).containsExactly(1500L);
    assertThat(check.takeOverMillis(99)).isEqualTo(1500);
  }

  /// With the records of as many processes, of which the first was killed at 1000.
  private SoakCheck check(List<Act> acts, String... records) throws IOException {
    MemoryStore store = new MemoryStore();
    store.append("run/shop/0", 0, List.of(new Entry("Started", Instant.EPOCH, "{}", "")), null);
    List<Path> files = Stream.of(records).map(SoakCheckTest::file).map(folder::resolve).toList();
    for (int i = 0; i < records.length; i++) {
      Files.writeString(files.get(i), records[i]);
    }
    Event kill = new Event(Fault.KILL, files.getFirst(), 1000, 1000);
    return SoakCheck.of(List.of(answered()), acts, store, files, List.of(kill), 0);
  }

  private static String file(String record) {
    return Integer.toHexString(record.hashCode());
  }

  private static Outcome answered() {
    try (Agent agent = Agent.builder("shop", ScriptedModel.from(request -> Reply.text("Done."))).build()) {
      return agent.run(SoakShop.request(0));
    }
  }
}
