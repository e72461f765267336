package dev.catena.agent;

import dev.catena.run.StepContext;
import dev.catena.tool.ToolContext;
import java.time.Instant;
import java.util.Optional;

/// A step as a tool sees it.
record StepToolContext(StepContext step) implements ToolContext {
  @Override
  public String idempotencyKey() {
    return step.idempotencyKey();
  }

  @Override
  public Optional<Instant> deadline() {
    return step.deadline();
  }

  @Override
  public boolean cancelled() {
    return step.cancelled();
  }

  @Override
  public void progress(String text) {
    step.show(new Shown.Progress(text));
  }
}
