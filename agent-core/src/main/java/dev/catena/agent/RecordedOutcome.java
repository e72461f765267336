package dev.catena.agent;

import dev.catena.agent.SplitCodec.Parts;
import dev.catena.event.Usage;
import dev.catena.knowledge.Citation;
import dev.catena.prompt.TokenLedger;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.RunId;
import dev.catena.tool.ToolResult;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.rag.content.Content;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The head of an outcome's record: exactly one part is there. Of a run that failed, was cancelled or waits, the engine says so.
record RecordedOutcome(@Nullable Answer answered, Outcome.@Nullable LimitReached limitReached) {
  /// The texts of an answer are those of the steps: the model's message, then each call's arguments and result, then the passages.
  static final Codec<Outcome> CODEC =
      new SplitCodec<>(Codecs.brief(RecordedOutcome.class), RecordedOutcome::split, RecordedOutcome::join);

  private static Parts<RecordedOutcome> split(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> new Parts<>(new RecordedOutcome(Answer.of(answered), null), Answer.texts(answered));
      case Outcome.LimitReached reached -> new Parts<>(new RecordedOutcome(null, reached), List.of());
      case Outcome.Failed failed -> throw notAnAnswer(failed);
      case Outcome.Cancelled cancelled -> throw notAnAnswer(cancelled);
      case Outcome.AwaitingApproval waiting -> throw notAnAnswer(waiting);
    };
  }

  private static Outcome join(Parts<RecordedOutcome> parts) {
    RecordedOutcome head = parts.head();
    if (head.answered != null) {
      return head.answered.outcome(parts.texts().iterator());
    }
    if (head.limitReached != null) {
      return head.limitReached;
    }
    throw new IllegalArgumentException("the record of an outcome holds none that this release knows");
  }

  private static IllegalStateException notAnAnswer(Outcome outcome) {
    return new IllegalStateException("no result of the agent's code: " + outcome);
  }

  /// An answer without its long texts.
  record Answer(RunId runId, List<Citation> citations, TokenLedger ledger, List<Called> toolCalls, int sources, Usage usage) {
    static Answer of(Outcome.Answered o) {
      List<Called> calls = o.toolCalls().stream().map(call -> new Called(call.name(), call.succeeded(), call.unknown())).toList();
      return new Answer(o.runId(), o.citations(), o.ledger(), calls, o.sources().size(), o.usage());
    }

    static List<String> texts(Outcome.Answered o) {
      List<String> texts = new ArrayList<>();
      texts.add(ChatMessageSerializer.messageToJson(AiMessage.from(o.text())));
      for (ToolCall call : o.toolCalls()) {
        texts.add(call.arguments());
        texts.add(AgentSteps.RESULT.encode(new ToolResult.Success(call.result())));
      }
      o.sources().forEach(source -> texts.add(RecordedPassage.CODEC.encode(source)));
      return texts;
    }

    Outcome.Answered outcome(Iterator<String> texts) {
      AiMessage message = (AiMessage) ChatMessageDeserializer.messageFromJson(texts.next());
      List<ToolCall> calls = new ArrayList<>();
      for (Called called : toolCalls) {
        String arguments = texts.next();
        String result = AgentSteps.RESULT.decode(texts.next()).text();
        calls.add(new ToolCall(called.name(), arguments, result, called.succeeded(), called.unknown()));
      }
      List<Content> passages = new ArrayList<>();
      for (int i = 0; i < sources; i++) {
        passages.add(RecordedPassage.CODEC.decode(texts.next()));
      }
      return new Outcome.Answered(runId, Verdict.textOf(message), citations, passages, ledger, calls, usage);
    }
  }

  /// A call without its texts.
  record Called(String name, boolean succeeded, boolean unknown) {}
}
