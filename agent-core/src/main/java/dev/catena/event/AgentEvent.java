package dev.catena.event;

import dev.catena.run.StepKey;
import dev.langchain4j.rag.content.Content;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Something that happened while an agent worked.
///
/// [Recorded] events follow from what the engine recorded: a run that is executed again tells them again. [Live] events are
/// what a step shows while it runs; replay does not repeat them.
public sealed interface AgentEvent {
  /// The step this belongs to, such as `round-2/call-1/refund`.
  StepKey step();

  /// An event that replay reproduces.
  sealed interface Recorded extends AgentEvent {}

  /// An event that only those see who watch while it happens.
  sealed interface Live extends AgentEvent {}

  /// Passages were found for the question.
  ///
  /// @param step the step
  /// @param passages best first; may be empty
  record Retrieved(StepKey step, List<Content> passages) implements Recorded {
    /// Copies the passages.
    public Retrieved {
      passages = List.copyOf(passages);
    }
  }

  /// The policy chose what kind of reply is given.
  ///
  /// @param step the step
  /// @param kind `free`, `call`, `words` or `said`
  /// @param reason why, for people
  /// @param usage of the choice
  record Chose(StepKey step, String kind, String reason, Usage usage) implements Recorded {}

  /// The model replied.
  ///
  /// @param step the step
  /// @param text what it wrote; empty when it only called tools
  /// @param calls the names of the tools it called, as it wrote them; may be empty
  /// @param usage of this call
  record Replied(StepKey step, String text, List<String> calls, Usage usage) implements Recorded {
    /// Copies the calls.
    public Replied {
      Objects.requireNonNull(text, "text");
      calls = List.copyOf(calls);
    }
  }

  /// A tool starts.
  ///
  /// @param step the step: the same one as of its [ToolReturned]
  /// @param name the tool
  /// @param arguments JSON, as the model wrote them
  record ToolCalled(StepKey step, String name, String arguments) implements Recorded {}

  /// A tool gave a result, or failed, or nobody knows.
  ///
  /// @param step the step
  /// @param name the tool
  /// @param result as the model will see it
  /// @param succeeded false when it failed or its end is unknown
  record ToolReturned(StepKey step, String name, String result, boolean succeeded) implements Recorded {}

  /// A call was answered without running anything: no such tool, arguments that do not fit, or a repetition.
  ///
  /// @param step the step
  /// @param name the tool, as the model wrote it
  /// @param arguments as the model wrote them
  /// @param why what the model is told
  record RefusedCall(StepKey step, String name, String arguments, String why) implements Recorded {}

  /// A call waits for a person.
  ///
  /// @param step what waits
  /// @param name the tool
  /// @param arguments JSON, exactly what the tool will get or has got
  /// @param why `approval` when it needs one, `unknown` when it was begun and nobody knows how it ended
  /// @param hash SHA-256 of the tool's name, its specification and the arguments
  /// @param until when it stops waiting
  record DecisionAsked(StepKey step, String name, String arguments, String why, String hash, Instant until)
      implements Recorded {}

  /// A person decided about a call that waited, or nobody did in time.
  ///
  /// @param step what waited
  /// @param name the tool
  /// @param decision `approved`, `approved-changed`, `approved-for-run`, `denied`, `happened`, `did-not-happen`, `given-up` or
  ///     `expired`
  /// @param value new arguments, reason or result, as the decision has it; may be empty
  /// @param who the person; empty when expired
  /// @param at when
  record Decided(StepKey step, String name, String decision, String value, String who, Instant at) implements Recorded {}

  /// The run ended or stands still.
  ///
  /// @param step the root
  /// @param outcome `answered`, `awaiting-approval`, `limit-reached`, `cancelled` or `failed`
  /// @param text the answer, the partial answer or the message
  /// @param usage of the whole run
  record Finished(StepKey step, String outcome, String text, Usage usage) implements Recorded {}

  /// The model wrote a piece of its reply.
  ///
  /// @param step the step
  /// @param text the piece; not empty
  record TextDelta(StepKey step, String text) implements Live {}

  /// The model wrote a piece of its thinking.
  ///
  /// @param step the step
  /// @param text the piece; not empty
  record ThinkingDelta(StepKey step, String text) implements Live {}

  /// A tool says how far it is.
  ///
  /// @param step the step
  /// @param text a line for the person who waits
  record ToolProgress(StepKey step, String text) implements Live {}

  /// A step runs again: what it showed before is void.
  ///
  /// @param step the step
  /// @param attempt from 2
  record Restarted(StepKey step, int attempt) implements Live {}
}
