package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.event.AgentEvent;
import dev.catena.event.Usage;
import dev.catena.run.RunId;
import dev.catena.run.StepKey;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressingTest {
  private static final StepKey STEP = StepKey.of("round-1");

  private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
  private final Progressing progress = new Progressing(nowhere, nowhere);

  private void tell(AgentEvent... events) {
    List.of(events).forEach(event -> progress.on(new RunId("run"), event));
  }

  private static AgentEvent chose(String kind, int inputTokens) {
    return new AgentEvent.Chose(STEP, kind, "because", new Usage(inputTokens, 0, 0, 1));
  }

  private static AgentEvent replied(String text, int inputTokens, int cachedTokens) {
    return new AgentEvent.Replied(STEP, text, List.of(), new Usage(inputTokens, 1, cachedTokens, 1));
  }

  @Test
  void declined_policySaidTheText_isTrue() {
    tell(chose("said", 20));
    assertThat(progress.declined()).isTrue();
  }

  @Test
  void declined_modelWroteTheText_isFalse() {
    tell(chose("words", 20), new AgentEvent.TextDelta(STEP, "Yes."), replied("Yes.", 100, 0));
    assertThat(progress.declined()).isFalse();
  }

  @Test
  void prefillTokens_callBeforeTheText_spansBothRounds() {
    tell(chose("call", 20), replied("", 100, 90), new AgentEvent.TextDelta(STEP, "30."), replied("30.", 130, 100));
    assertThat(progress.times(0, 0).prefillTokens()).isEqualTo(20 + 10 + 30);
  }

  @Test
  void prefillTokens_roundAfterTheText_isLeftOut() {
    tell(new AgentEvent.TextDelta(STEP, "I look."), replied("I look.", 100, 90), replied("30.", 130, 100));
    assertThat(progress.times(0, 0).prefillTokens()).isEqualTo(10);
  }
}
