package dev.catena.agent;

import dev.catena.event.Usage;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a model call gave, as it is recorded.
///
/// @param messageJson LangChain4j's JSON of the message, with the provider's attributes
/// @param usage what the call cost
/// @param finishReason why the model stopped, by LangChain4j's names; null when the provider does not say
/// @param model the model, as it calls itself
/// @param interrupted whether the deadline cut the reply off
record ModelReply(String messageJson, Usage usage, @Nullable String finishReason, String model, boolean interrupted) {
  ModelReply {
    Objects.requireNonNull(messageJson, "messageJson");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(model, "model");
  }

  static ModelReply of(AiMessage message, Usage usage, @Nullable String finishReason, String model, boolean interrupted) {
    return new ModelReply(ChatMessageSerializer.messageToJson(message), usage, finishReason, model, interrupted);
  }

  AiMessage message() {
    return (AiMessage) ChatMessageDeserializer.messageFromJson(messageJson);
  }
}
