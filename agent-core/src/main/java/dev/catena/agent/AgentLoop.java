package dev.catena.agent;

import dev.catena.knowledge.Knowledge;
import dev.catena.memory.Window;
import dev.catena.prompt.Assembler;
import dev.catena.run.Body;
import dev.catena.run.Run;
import dev.catena.run.StepFailedException;
import dev.catena.tool.Toolbox;
import org.jspecify.annotations.Nullable;

/// The one loop of every agent: what it is made of. [AgentRun] is one execution of it.
///
/// @param steps what must not happen twice
/// @param assembler puts the prompts together
/// @param tools the gate that each call must pass
/// @param limits how far a run may go
/// @param window how much of a conversation is shown
/// @param knowledge finds citations; null when the retriever cannot
record AgentLoop(
    AgentSteps steps,
    Assembler assembler,
    Toolbox tools,
    Limits limits,
    Window window,
    @Nullable Knowledge knowledge)
    implements Body.Composite<Request, Outcome> {
  /// A failure is left to the engine, which records it in such a way that the run can be tried again.
  @Override
  public Outcome run(Request request, Run run) {
    Outcome outcome = new AgentRun(this, request, run).outcome();
    if (outcome instanceof Outcome.Failed failed) {
      throw new StepFailedException(failed.code(), failed.message(), false);
    }
    return outcome;
  }
}
