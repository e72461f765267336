package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.Supervisor;
import dev.catena.event.AgentEvent;
import dev.catena.memory.ConversationId;
import dev.catena.memory.Conversations;
import dev.catena.memory.Window;
import dev.catena.testkit.ScriptedModel;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed in the middle of a tool call, and this one goes on with its runs.
@Timeout(120)
class ResumeIT {
  @TempDir private Path folder;
  private final ScriptedModel model = RefundShop.model();
  private final List<String> callsBefore = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private @Nullable SqliteStore opened;

  @BeforeEach
  void killInTheMiddle() throws Exception {
    Path file = folder.resolve("shop.db");
    Process child = Jvm.start(folder, RefundShop.class, file.toString());
    try (BufferedReader said = child.inputReader()) {
      callsBefore.add(said.readLine());
      callsBefore.add(said.readLine());
    } finally {
      child.destroyForcibly().waitFor();
    }
    InstantSource whenTheLeaseIsOver = () -> Instant.now().plus(Duration.ofMinutes(1));
    opened = SqliteStore.open(file, whenTheLeaseIsOver);
  }

  @AfterEach
  void close() {
    store().close();
  }

  @Test
  void run_killedInsideKeyed_callsAgainWithTheSameKey() {
    assertThat(agent().run(RefundShop.request(RefundShop.KEYED))).isInstanceOfSatisfying(
        Answered.class, answered -> assertThat(answered.text()).isEqualTo("Done."));
    assertThat(calls).hasSize(1).allMatch(callsBefore::contains);
    assertThat(model.requests()).hasSize(1);
    assertThat(turns(RefundShop.KEYED)).isEqualTo(1);
  }

  @Test
  void run_killedInsideOnce_waitsForAPersonAndNeverCallsAgain() {
    Agent agent = agent();
    Outcome waiting = agent.run(RefundShop.request(RefundShop.ONCE));
    assertThat(waiting).isInstanceOf(AwaitingApproval.class);
    assertThat(turns(RefundShop.ONCE)).isZero();

    var call = ((AwaitingApproval) waiting).calls().getFirst();
    assertThat(agent.decide(waiting.runId(), Decision.happened(call, "refunded", "ann"))).isInstanceOf(Answered.class);
    assertThat(calls).isEmpty();
    assertThat(turns(RefundShop.ONCE)).isEqualTo(1);
  }

  @Test
  void supervisor_runsOfAKilledProcess_goesOnWithEach() throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    Agent agent = Agent.builder("shop", model)
        .tools(new RefundShop.Bank(calls::add))
        .store(store())
        .listener((run, event) -> {
          if (event instanceof AgentEvent.Finished end) {
            ends.add(end.outcome());
          }
        })
        .build();
    try (agent; Supervisor supervisor = Supervisor.of(agent).start()) {
      assertThat(List.of(ends.take(), ends.take())).containsExactlyInAnyOrder("answered", "awaiting-approval");
      assertThat(supervisor.troubles()).isEmpty();
    }
    assertThat(calls).hasSize(1).allMatch(callsBefore::contains);
  }

  private Agent agent() {
    return RefundShop.agent(store(), model, new RefundShop.Bank(calls::add));
  }

  private SqliteStore store() {
    return Objects.requireNonNull(opened);
  }

  private int turns(String tool) {
    return new Conversations(store()).last(new ConversationId("conversation-" + tool), Window.DEFAULT).turns().size();
  }
}
