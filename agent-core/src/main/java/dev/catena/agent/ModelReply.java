package dev.catena.agent;

import dev.catena.agent.SplitCodec.Parts;
import dev.catena.event.Usage;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a model call gave.
///
/// @param message the message, with the provider's attributes
/// @param usage what the call cost
/// @param finishReason why the model stopped, by LangChain4j's names; null when the provider does not say
/// @param model the model, as it calls itself
/// @param interrupted whether the deadline cut the reply off
record ModelReply(AiMessage message, Usage usage, @Nullable String finishReason, String model, boolean interrupted) {
  /// The message is LangChain4j's JSON, as in the turn.
  static final Codec<ModelReply> CODEC =
      new SplitCodec<>(Codecs.brief(About.class), ModelReply::split, ModelReply::join);

  ModelReply {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(model, "model");
  }

  private record About(Usage usage, @Nullable String finishReason, String model, boolean interrupted) {}

  private Parts<About> split() {
    About about = new About(usage, finishReason, model, interrupted);
    return new Parts<>(about, List.of(ChatMessageSerializer.messageToJson(message)));
  }

  private static ModelReply join(Parts<About> parts) {
    About about = parts.head();
    AiMessage message = (AiMessage) ChatMessageDeserializer.messageFromJson(parts.texts().getFirst());
    return new ModelReply(message, about.usage(), about.finishReason(), about.model(), about.interrupted());
  }
}
