package dev.catena.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.catena.event.Usage;
import dev.catena.knowledge.Citation;
import dev.catena.prompt.TokenLedger;
import dev.catena.run.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An outcome as it is recorded: exactly one part is there. Of a run that failed, was cancelled or waits, the engine says so.
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordedOutcome(@Nullable Answer answered, Outcome.@Nullable LimitReached limitReached) {
  static RecordedOutcome of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> new RecordedOutcome(Answer.of(answered), null);
      case Outcome.LimitReached reached -> new RecordedOutcome(null, reached);
      case Outcome.Failed failed -> throw notAnAnswer(failed);
      case Outcome.Cancelled cancelled -> throw notAnAnswer(cancelled);
      case Outcome.AwaitingApproval waiting -> throw notAnAnswer(waiting);
    };
  }

  Outcome outcome() {
    if (answered != null) {
      return answered.outcome();
    }
    if (limitReached != null) {
      return limitReached;
    }
    throw new IllegalArgumentException("the record of an outcome holds none that this release knows");
  }

  private static IllegalStateException notAnAnswer(Outcome outcome) {
    return new IllegalStateException("no result of the agent's code: " + outcome);
  }

  /// An answer, its sources as recorded passages.
  record Answer(
      RunId runId,
      String text,
      List<Citation> citations,
      List<RecordedPassage> sources,
      TokenLedger ledger,
      List<ToolCall> toolCalls,
      Usage usage) {
    static Answer of(Outcome.Answered o) {
      List<RecordedPassage> sources = o.sources().stream().map(RecordedPassage::of).toList();
      return new Answer(o.runId(), o.text(), o.citations(), sources, o.ledger(), o.toolCalls(), o.usage());
    }

    Outcome.Answered outcome() {
      var passages = sources.stream().map(RecordedPassage::passage).toList();
      return new Outcome.Answered(runId, text, citations, passages, ledger, toolCalls, usage);
    }
  }
}
