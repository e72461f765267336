package dev.catena.conformance.kill;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.run.Effect;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/// An agent that another agent may call.
record Clerk(Agent agent) {
  static final String NAME = "delegate";

  /// Hands the task on, under the call's own key.
  @Tool(name = NAME, value = "Hands a task to the clerk")
  @SideEffect(Effect.KEYED)
  String delegate(@P("task") String task, ToolContext call) {
    Outcome outcome = agent.run(Request.of(task).id(call.idempotencyKey()));
    return outcome instanceof Outcome.Answered answered ? answered.text() : outcome.toString();
  }
}
