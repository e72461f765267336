package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.catena.agent.Agent;
import dev.catena.run.Body;
import dev.catena.run.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopCodeTest {
  @Test
  void isPure_codeThatUsesItsRunOnly_holds() {
    assertThat(violations(Pure.class)).isEmpty();
  }

  @Test
  void isPure_agentLoop_holds() {
    Set<String> loop = Set.of(
        "AgentLoop", "AgentRun", "ToolCalls", "ToolSteps", "ToolMaking", "PendingCalls", "AnsweredCalls", "CallEnd", "Verdict");
    var classes = new ClassFileImporter().importPackagesOf(Agent.class);
    assertThat(classes.stream().filter(type -> loop.contains(type.getSimpleName()))).hasSize(loop.size());
    LoopCode.isPure(DescribedPredicate.describe("the agent's loop", type -> loop.contains(type.getSimpleName()))).check(classes);
  }

  @ParameterizedTest
  @ValueSource(classes = {Clock.class, Chance.class, Threads.class, Disk.class, Parallel.class})
  void isPure_codeThatAsksTheWorld_isFound(Class<?> code) {
    assertThat(violations(code)).isNotEmpty();
  }

  private static List<String> violations(Class<?> code) {
    return LoopCode.isPure(DescribedPredicate.alwaysTrue())
        .evaluate(new ClassFileImporter().importClasses(code))
        .getFailureReport()
        .getDetails();
  }

  static class Pure implements Body.Composite<String, String> {
    @Override
    public String run(String input, Run run) {
      return input + run.now().plusSeconds(1);
    }
  }

  static class Clock implements Body.Composite<String, String> {
    @Override
    public String run(String input, Run run) {
      return input + Instant.now();
    }
  }

  static class Chance implements Body.Composite<String, String> {
    @Override
    public String run(String input, Run run) {
      return input + ThreadLocalRandom.current().nextInt();
    }
  }

  static class Threads implements Body.Composite<String, String> {
    @Override
    public String run(String input, Run run) {
      return input + Thread.startVirtualThread(() -> {});
    }
  }

  static class Disk implements Body.Composite<String, String> {
    @Override
    public String run(String input, Run run) {
      return input + Files.exists(Path.of(input));
    }
  }

  static class Parallel implements Body.Composite<String, String> {
    @Override
    public String run(String input, Run run) {
      return input + List.of(input).parallelStream().count();
    }
  }
}
