package dev.catena.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.catena.run.Body;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.StepContext;
import dev.catena.tool.Reconciliation;
import dev.catena.tool.Tool;
import dev.catena.tool.ToolResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The step that asks a tool what became of a call. A tool that fails at that does not know.
record ReconcileStep(Tool tool) implements Body.Leaf<String, Reconciliation> {
  static final Codec<Reconciliation> CODEC = new MappedCodec<>(Codecs.json(Text.class), Text::of, Text::reconciliation);
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileStep.class);

  @Override
  public Reconciliation run(String arguments, StepContext step) throws InterruptedException {
    try {
      return tool.reconcile(arguments, new StepToolContext(step));
    } catch (RuntimeException e) {
      LOG.warn("tool '{}' cannot say what became of its call; a person is asked", tool.specification().name(), e);
      return new Reconciliation.NotKnown();
    }
  }

  /// @param happened null when it is not known
  /// @param result null unless it happened
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Text(@Nullable Boolean happened, @Nullable String result) {
    static Text of(Reconciliation reconciliation) {
      return switch (reconciliation) {
        case Reconciliation.Happened(ToolResult result) -> new Text(true, AgentSteps.RESULT.encode(result));
        case Reconciliation.DidNotHappen() -> new Text(false, null);
        case Reconciliation.NotKnown() -> new Text(null, null);
      };
    }

    Reconciliation reconciliation() {
      if (happened == null) {
        return new Reconciliation.NotKnown();
      }
      return result == null
          ? new Reconciliation.DidNotHappen()
          : new Reconciliation.Happened(AgentSteps.RESULT.decode(result));
    }
  }
}
