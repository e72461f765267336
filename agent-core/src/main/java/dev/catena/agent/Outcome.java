package dev.catena.agent;

import dev.catena.event.Usage;
import dev.catena.knowledge.Citation;
import dev.catena.prompt.TokenLedger;
import dev.catena.run.RunId;
import dev.langchain4j.rag.content.Content;
import java.util.List;
import java.util.Objects;

/// How a run of an agent ended, or why it stands still.
public sealed interface Outcome {
  /// The run.
  RunId runId();

  /// The tool calls that ran, in the order of the model's replies.
  List<ToolCall> toolCalls();

  /// What the model calls cost.
  Usage usage();

  /// The model answered.
  ///
  /// @param runId the run
  /// @param text the answer
  /// @param citations where the answer stands in the documents; empty unless the agent's retriever is a
  ///     [dev.catena.knowledge.Knowledge]
  /// @param sources the passages the model was shown, in the order of their numbers
  /// @param ledger who put how many tokens into the last prompt
  /// @param toolCalls the tool calls that ran
  /// @param usage what the model calls cost
  record Answered(
      RunId runId,
      String text,
      List<Citation> citations,
      List<Content> sources,
      TokenLedger ledger,
      List<ToolCall> toolCalls,
      Usage usage)
      implements Outcome {
    /// Copies the lists.
    public Answered {
      Objects.requireNonNull(text, "text");
      citations = List.copyOf(citations);
      sources = List.copyOf(sources);
      toolCalls = List.copyOf(toolCalls);
    }
  }

  /// The run waits for a person, and holds nothing while it does: [Agent#decide] goes on with it. All that needed nobody has run.
  ///
  /// @param runId the run
  /// @param calls what waits, the shortest time first; at least one
  /// @param toolCalls the tool calls that ran
  /// @param usage what the model calls have cost
  record AwaitingApproval(
      RunId runId, List<PendingCall> calls, List<ToolCall> toolCalls, Usage usage) implements Outcome {
    /// Copies the lists.
    public AwaitingApproval {
      calls = List.copyOf(calls);
      toolCalls = List.copyOf(toolCalls);
    }
  }

  /// A limit was reached before the answer was complete.
  ///
  /// @param runId the run
  /// @param limit which one
  /// @param value what it was set to
  /// @param partialText what the model had written last; may be empty
  /// @param toolCalls the tool calls that ran
  /// @param usage what the model calls cost
  record LimitReached(
      RunId runId, Limit limit, String value, String partialText, List<ToolCall> toolCalls, Usage usage) implements Outcome {
    /// Copies the list.
    public LimitReached {
      Objects.requireNonNull(partialText, "partialText");
      toolCalls = List.copyOf(toolCalls);
    }

    /// For people: which limit, its value, and where to raise it.
    public String message() {
      return "%s = %s was reached; raise it with Agent.Builder.limits".formatted(limit.knob(), value);
    }
  }

  /// The run was stopped. The conversation is as it was before.
  ///
  /// Cancelled by a [dev.catena.run.Cancellation] or by [Agent#cancel], that is its end: asked for again, it gives the same.
  /// Interrupted, because the thread that waited for it was interrupted or its engine closed, it stands still: asked for again
  /// under its id, or by [Agent#resume], it goes on.
  ///
  /// @param runId the run
  /// @param reason why
  /// @param partialText what the model had written; may be empty
  /// @param toolCalls the tool calls that were made; of one that is unknown, nobody knows whether it did its work
  /// @param usage what the model calls have cost
  /// @param resumable whether the run can be gone on with: it was interrupted, not cancelled
  record Cancelled(
      RunId runId, String reason, String partialText, List<ToolCall> toolCalls, Usage usage, boolean resumable)
      implements Outcome {
    /// Copies the list.
    public Cancelled {
      toolCalls = List.copyOf(toolCalls);
    }
  }

  /// There is no answer. The conversation is as it was before.
  ///
  /// @param runId the run
  /// @param code stable, for programs: `model-failed`, `retrieval-failed`, `empty-reply`, `prompt-budget` or what the engine says
  /// @param message for people: what failed, the value and the knob
  /// @param toolCalls the tool calls that ran
  /// @param usage what the model calls cost
  record Failed(RunId runId, String code, String message, List<ToolCall> toolCalls, Usage usage) implements Outcome {
    /// Copies the list.
    public Failed {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
      toolCalls = List.copyOf(toolCalls);
    }
  }
}
