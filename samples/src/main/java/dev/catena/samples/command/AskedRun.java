package dev.catena.samples.command;

import dev.catena.agent.Request;
import dev.catena.run.Codecs;
import dev.catena.run.RunSummary;
import dev.catena.run.Runs;
import java.util.Optional;

/// A recorded run of the document bot, and what was asked.
record AskedRun(RunSummary summary, Request request) {
  /// Empty for a run of something else, and for a fork.
  static Optional<AskedRun> of(Runs runs, RunSummary run) {
    return run.operation().equals(DocumentBot.NAME) && run.forkOf() == null
        ? Optional.of(new AskedRun(run, Codecs.json(Request.class).decode(runs.read(run.id()).input())))
        : Optional.empty();
  }
}
